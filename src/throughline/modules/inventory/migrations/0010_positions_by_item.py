"""Positions are found by their item, at whichever site."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "inventory_position_item": "inventory_position (company_id, item_id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("inventory", "0009_keeping_of_demands")]

    operations = ddl.indexes(INDEXES)
