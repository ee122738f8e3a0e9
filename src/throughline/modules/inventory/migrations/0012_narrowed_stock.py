"""Positions with nothing there, and items that somebody waits for, are found among many others."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "inventory_position_empty": "inventory_position (company_id, item_id) WHERE promisable = 0",
    "inventory_demand_live": """inventory_demand (company_id, item_id)
        WHERE quantity > quantity_cancelled + quantity_issued""",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("inventory", "0011_moves_of_lots")]

    operations = ddl.indexes(INDEXES)
