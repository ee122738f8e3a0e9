"""Payments are found by the beginning of their number, or of the bank's."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("settlement", "0002_guards")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY settlement_payment_found ON settlement_payment (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY settlement_payment_found",
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY settlement_payment_referred ON settlement_payment (company_id, bank_reference COLLATE "C")',
            "DROP INDEX CONCURRENTLY settlement_payment_referred",
        ),
    ]
