"""Orders are found by the beginning of their number."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("sales", "0007_carriers_of_orders")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY sales_order_found ON sales_order (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY sales_order_found",
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY sales_order_po_found ON sales_order (company_id, customer_po COLLATE "C")',
            "DROP INDEX CONCURRENTLY sales_order_po_found",
        ),
    ]
