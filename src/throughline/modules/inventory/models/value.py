"""The value ledger, its pools, and what left at which cost."""

from django.db import models


class ValuePool(models.Model):
    """Quantity and value of an item: stock of the company (or a site where valued by site), or one transit.

    A maintained sum of value entries.
    """

    company_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    site_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, default="stock")
    case_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    value = models.DecimalField(max_digits=19, decimal_places=2, default=0)

    class Meta:
        db_table = "inventory_value_pool"
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "item_id", "site_id", "kind", "case_id"],
                name="inventory_value_pool_key",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0) & (models.Q(quantity__gt=0) | models.Q(value=0)),
                name="inventory_value_pool_quantity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} worth {self.value}"


class ValueEntry(models.Model):
    """A change of a pool's quantity and value, with the ledger entry that books it. Append-only."""

    company_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    pool_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    value = models.DecimalField(max_digits=19, decimal_places=2)
    issue_id = models.BigIntegerField(null=True)
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    on_date = models.DateField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "inventory_value_entry"
        indexes = [models.Index(fields=["pool_id", "on_date"], name="inventory_value_entry_pool")]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity} worth {self.value}"


class Issue(models.Model):
    """What left on one shipment line, at which cost, and what became of it: outbound, delivered, back, lost.

    The outbound balance of the line and, while cost of sales is deferred, the deferred cost. Running remainders:
    a part that comes back or is recognised takes its share of what is left, the last part takes the rest.
    """

    company_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    demand_id = models.BigIntegerField(null=True)
    thread_id = models.BigIntegerField(null=True)
    ref_kind = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    issued_on = models.DateField()
    is_deferred = models.BooleanField()
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    value = models.DecimalField(max_digits=19, decimal_places=2)
    quantity_delivered = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_refused = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    quantity_returned = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    value_back = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    quantity_lost = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    value_lost = models.DecimalField(max_digits=19, decimal_places=2, default=0, db_default=0)
    quantity_recognised = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    value_recognised = models.DecimalField(max_digits=19, decimal_places=2, default=0)

    class Meta:
        db_table = "inventory_issue"
        constraints = [
            models.UniqueConstraint(fields=["ref_kind", "ref_id"], name="inventory_issue_ref"),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("quantity_delivered")
                    + models.F("quantity_refused")
                    + models.F("quantity_lost")
                )
                & models.Q(quantity_delivered__gte=models.F("quantity_returned")),
                name="inventory_issue_accounted",
            ),
        ]
        indexes = [models.Index(fields=["company_id", "thread_id"], name="inventory_issue_thread")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id} for {self.value}"
