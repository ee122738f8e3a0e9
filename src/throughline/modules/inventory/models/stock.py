"""The quantity ledger and the balances that sum it."""

from django.db import models


class Balance(models.Model):
    """What is on hand at a place, of an item, lot, status, owner and handling unit, and how much of it is claimed.

    A maintained sum of moves; `reserved` is the sum of the allocations on it.
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12, default="available")
    owner_id = models.BigIntegerField(null=True)
    handling_unit_id = models.BigIntegerField(null=True)
    on_hand = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    reserved = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    received_on = models.DateField()

    class Meta:
        db_table = "inventory_balance"
        constraints = [
            models.UniqueConstraint(
                fields=["location_id", "item_id", "lot_id", "status", "owner_id", "handling_unit_id"],
                name="inventory_balance_key",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(reserved__gte=0) & models.Q(reserved__lte=models.F("on_hand")),
                name="inventory_balance_reserved",
            ),
        ]
        indexes = [models.Index(fields=["company_id", "site_id", "item_id"], name="inventory_balance_item")]

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.item_id} at {self.location_id}"


class Move(models.Model):
    """Goods going from one place to another: the quantity ledger. Append-only.

    `case_id` names the issue or transit that the outbound or transit side belongs to.
    """

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    from_location_id = models.BigIntegerField()
    to_location_id = models.BigIntegerField()
    from_status = models.CharField(max_length=12, default="available")
    to_status = models.CharField(max_length=12, default="available")
    owner_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    demand_id = models.BigIntegerField(null=True)
    thread_id = models.BigIntegerField(null=True)
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    on_date = models.DateField()
    at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "inventory_move"
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_move_quantity"),
        ]
        indexes = [
            models.Index(fields=["company_id", "item_id", "on_date"], name="inventory_move_item"),
            models.Index(
                fields=["demand_id"], name="inventory_move_demand", condition=models.Q(demand_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity} of {self.item_id}"
