"""Lots are found by the beginning of their code, what is expected by that of its document."""

from django.db import migrations


class Migration(migrations.Migration):
    """Indexes in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("inventory", "0006_costs_of_supplies")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY inventory_lot_found ON inventory_lot (company_id, code COLLATE "C")',
            "DROP INDEX CONCURRENTLY inventory_lot_found",
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY inventory_supply_found ON inventory_supply (company_id, label COLLATE "C")',
            "DROP INDEX CONCURRENTLY inventory_supply_found",
        ),
    ]
