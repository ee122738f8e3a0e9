"""Adjustments of stock: what was changed or shall be, why, what it is worth, and who decided."""

from django.db import models


class StockAdjustment(models.Model):
    """Changes entered together, numbered by the operation that entered them: posted, or waiting for somebody else.

    `state` is posted, waiting, refused, withdrawn, or void when counted anew; amounts are in company currency.
    """

    id = models.BigIntegerField(primary_key=True)
    company_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    against = models.CharField(max_length=12, default="INVADJ")
    reason = models.CharField(max_length=400)
    value = models.DecimalField(max_digits=19, decimal_places=2)
    value_absolute = models.DecimalField(max_digits=19, decimal_places=2)
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    why = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "inventory_adjustment"
        indexes = [
            models.Index(
                fields=["company_id", "id"], name="inventory_adjustment_waiting", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["company_id", "-id"], name="inventory_adjustment_newest"),
        ]

    def __str__(self) -> str:
        return f"AD-{self.pk}"


class StockAdjustmentLine(models.Model):
    """A signed change at one place; what was booked and counted where it was a count. `is_void`: counted anew since."""

    company_id = models.BigIntegerField()
    adjustment_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=12, default="available")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    quantity_booked = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    quantity_counted = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=6, null=True)
    value = models.DecimalField(max_digits=19, decimal_places=2)
    is_void = models.BooleanField(default=False)

    class Meta:
        db_table = "inventory_adjustment_line"
        indexes = [
            models.Index(fields=["adjustment_id"], name="inventory_adjustment_line_of"),
            models.Index(fields=["location_id", "item_id"], name="inventory_adjustment_line_at"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}"
