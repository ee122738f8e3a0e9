"""Receipts and handling units are found by the beginning of their number."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("warehouse", "0007_why_released")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY warehouse_receipt_found ON warehouse_receipt (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY warehouse_receipt_found",
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY warehouse_unit_found ON warehouse_handling_unit (company_id, sscc COLLATE "C")',
            "DROP INDEX CONCURRENTLY warehouse_unit_found",
        ),
    ]
