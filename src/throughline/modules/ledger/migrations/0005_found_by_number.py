"""Accounts are found by the beginning of their number."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("ledger", "0004_who_closed")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY ledger_account_found ON ledger_account (company_id, code COLLATE "C")',
            "DROP INDEX CONCURRENTLY ledger_account_found",
        ),
    ]
