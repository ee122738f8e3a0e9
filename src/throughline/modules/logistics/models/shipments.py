"""Shipments, their lines, what happened to them, and proof of delivery."""

from django.db import models


class Shipment(models.Model):
    """Goods on their way to one address: dispatched, then delivered, delivered short, failed or back."""

    company_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    site_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    ship_to_id = models.BigIntegerField(null=True)
    thread_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=16)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    carrier_service = models.CharField(max_length=30, blank=True, default="", db_default="")
    dispatched_at = models.DateTimeField()
    dispatched_on = models.DateField()
    delivered_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "logistics_shipment"
        indexes = [
            models.Index(fields=["company_id", "dispatched_on", "id"], name="logistics_shipment_date"),
            models.Index(fields=["thread_id"], name="logistics_shipment_thread"),
        ]

    def __str__(self) -> str:
        return self.number


class ShipmentLine(models.Model):
    """A quantity of a demand on a shipment, in stock units: accepted; refused, and of that back or lost.

    What goes out again is no longer refused. `accepted_at` is when something of it was accepted last.
    """

    company_id = models.BigIntegerField()
    shipment_id = models.BigIntegerField()
    demand_id = models.BigIntegerField()
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    quantity_accepted = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_refused = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_back = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_lost = models.DecimalField(max_digits=18, decimal_places=6, default=0, db_default=0)
    refused_reason = models.CharField(max_length=40, blank=True, default="", db_default="")
    accepted_at = models.DateTimeField(null=True)
    issue_id = models.BigIntegerField(null=True)
    defers_cost = models.BooleanField(default=False)

    class Meta:
        db_table = "logistics_shipment_line"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("quantity_accepted") + models.F("quantity_refused"),
                    quantity_refused__gte=models.F("quantity_back") + models.F("quantity_lost"),
                ),
                name="logistics_shipment_line_accounted",
            )
        ]
        indexes = [
            models.Index(fields=["shipment_id"], name="logistics_shipment_line_of"),
            models.Index(fields=["ref_kind", "ref_id"], name="logistics_shipment_line_ref"),
            models.Index(fields=["thread_id"], name="logistics_shipment_line_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}"


class Milestone(models.Model):
    """Something that happened to a shipment on its way. Append-only."""

    company_id = models.BigIntegerField()
    shipment_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "logistics_milestone"
        indexes = [models.Index(fields=["shipment_id"], name="logistics_milestone_shipment")]

    def __str__(self) -> str:
        return self.kind


class Proof(models.Model):
    """Proof of delivery: who took the goods, when, with which remarks. Append-only."""

    company_id = models.BigIntegerField()
    shipment_id = models.BigIntegerField()
    at = models.DateTimeField()
    signer = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=400, blank=True)
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "logistics_proof"
        indexes = [models.Index(fields=["shipment_id"], name="logistics_proof_shipment")]

    def __str__(self) -> str:
        return f"{self.signer} {self.at}"


class Loss(models.Model):
    """Goods lost on their way: how much of which line, at which cost, claimed from whom, and what came of that.

    States: `claimed` (an amount is asked back), `settled` (paid or refused), `written_off` (nobody pays).
    """

    company_id = models.BigIntegerField()
    shipment_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    thread_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    cost = models.DecimalField(max_digits=19, decimal_places=2)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=12)
    claimed_from = models.CharField(max_length=60, blank=True)
    claim_reference = models.CharField(max_length=60, blank=True)
    amount_paid = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    recorded_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "logistics_loss"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) & models.Q(amount_paid__gte=0), name="logistics_loss_amounts"
            )
        ]
        indexes = [
            models.Index(fields=["shipment_id"], name="logistics_loss_shipment"),
            models.Index(fields=["company_id", "-id"], name="logistics_loss_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} lost, {self.state}"
