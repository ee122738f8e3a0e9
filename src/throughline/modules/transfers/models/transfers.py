"""Transfers and their lines."""

from django.db import models


class Transfer(models.Model):
    """Goods sent from one site of the company to another: in transit until all of it arrived or was written off."""

    company_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    state = models.CharField(max_length=12, default="in_transit")
    from_site_id = models.BigIntegerField()
    to_site_id = models.BigIntegerField()
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "transfers_transfer"

    def __str__(self) -> str:
        return self.number


class WriteOff(models.Model):
    """Goods of a transfer that are to be written off, by line, and what became of it.

    States: `waiting` for another person, `booked`, `refused`, `void` where it was entered anew. Numbered by the
    operation that asked.
    """

    id = models.BigIntegerField(primary_key=True)
    company_id = models.BigIntegerField()
    transfer_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    lines = models.JSONField()
    value = models.DecimalField(max_digits=19, decimal_places=2)
    why = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "transfers_write_off"
        constraints = [
            models.UniqueConstraint(
                fields=["transfer_id"], name="transfers_write_off_waiting", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} of transfer {self.transfer_id}"


class TransferLine(models.Model):
    """A quantity of an item on a transfer in stock units, its cost, what arrived and what was missing.

    `status` is that in which it left and arrives.
    """

    company_id = models.BigIntegerField()
    transfer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12, default="available", db_default="available")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    value = models.DecimalField(max_digits=19, decimal_places=2)
    quantity_arrived = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_missing = models.DecimalField(max_digits=18, decimal_places=6, default=0)

    class Meta:
        db_table = "transfers_transfer_line"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=models.F("quantity_arrived") + models.F("quantity_missing")),
                name="transfers_transfer_line_accounted",
            )
        ]
        indexes = [models.Index(fields=["transfer_id"], name="transfers_transfer_line_of")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}"
