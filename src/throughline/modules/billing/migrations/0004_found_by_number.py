"""Invoices are found by the beginning of their number."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("billing", "0003_what_is_due")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY billing_invoice_found ON billing_invoice (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY billing_invoice_found",
        ),
    ]
