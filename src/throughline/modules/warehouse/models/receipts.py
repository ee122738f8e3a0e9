"""Goods receipts."""

from django.db import models


class Receipt(models.Model):
    """Goods that arrived at a site from a supplier, or as opening stock."""

    company_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    site_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, default="purchase")
    reference = models.CharField(max_length=60, blank=True)
    on_date = models.DateField()
    at = models.DateTimeField()
    operation_id = models.BigIntegerField()

    class Meta:
        db_table = "warehouse_receipt"
        indexes = [models.Index(fields=["company_id", "on_date", "id"], name="warehouse_receipt_date")]

    def __str__(self) -> str:
        return self.number


class ReceiptLine(models.Model):
    """A quantity of an item received, in stock units, with its cost and the place it was put."""

    company_id = models.BigIntegerField()
    receipt_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    quantity_entered = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=6)
    value = models.DecimalField(max_digits=19, decimal_places=2)
    quantity_billed = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    value_billed = models.DecimalField(max_digits=19, decimal_places=2, default=0)
    location_id = models.BigIntegerField()
    lot_code = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "warehouse_receipt_line"
        indexes = [models.Index(fields=["receipt_id"], name="warehouse_receipt_line_receipt")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.item_id}"
