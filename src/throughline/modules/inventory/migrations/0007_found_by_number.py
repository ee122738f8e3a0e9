"""Lots are found by the beginning of their code."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("inventory", "0006_costs_of_supplies")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY inventory_lot_found ON inventory_lot (company_id, code COLLATE "C")',
            "DROP INDEX CONCURRENTLY inventory_lot_found",
        ),
    ]
