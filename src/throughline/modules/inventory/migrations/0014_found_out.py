"""Positions of which nothing is free are found among many others, by what seldom changes."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {"inventory_position_out": "inventory_position (company_id, item_id) WHERE is_out"}
GONE = {
    "inventory_position_empty": "inventory_position (company_id, item_id) WHERE promisable = 0",
    "inventory_demand_live": """inventory_demand (company_id, item_id)
        WHERE quantity > quantity_cancelled + quantity_issued""",
}


class Migration(migrations.Migration):
    """Made and taken away beside the running business."""

    atomic = False
    dependencies = [("inventory", "0013_positions_that_are_out")]

    operations = [*ddl.indexes(INDEXES), *ddl.no_indexes(GONE)]
