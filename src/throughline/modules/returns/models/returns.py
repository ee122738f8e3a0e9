"""Returns and their lines."""

from django.db import models


class Return(models.Model):
    """Goods of one customer that came back together, with the reason. Append-only."""

    company_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    thread_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    on_date = models.DateField()
    at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "returns_return"
        indexes = [
            models.Index(fields=["company_id", "on_date", "id"], name="returns_return_date"),
            models.Index(fields=["thread_id"], name="returns_return_thread"),
        ]

    def __str__(self) -> str:
        return self.number


class ReturnLine(models.Model):
    """A quantity that came back in stock units: of which delivery and lot, into which status, at which cost.

    Append-only. Without a delivery on record it came in at the average cost, credited at the price approved.
    """

    company_id = models.BigIntegerField()
    return_id = models.BigIntegerField()
    shipment_line_id = models.BigIntegerField(null=True)
    thread_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    status = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=19, decimal_places=2, null=True)
    unit_price = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    lot_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "returns_return_line"
        indexes = [
            models.Index(fields=["return_id"], name="returns_return_line_of"),
            models.Index(fields=["thread_id"], name="returns_return_line_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}"
