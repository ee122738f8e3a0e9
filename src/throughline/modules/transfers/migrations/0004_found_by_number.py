"""Transfers are found by the beginning of their number."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("transfers", "0003_write_offs")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY transfers_transfer_found ON transfers_transfer (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY transfers_transfer_found",
        ),
    ]
