"""Items of a kind, a state and a family stand in the order of their list."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "catalog_item_of_kind": """catalog_item (kind, (upper(code) COLLATE "C"))""",
    "catalog_item_of_state": """catalog_item (state, (upper(code) COLLATE "C"))""",
    "catalog_item_of_family": """catalog_item (family_id, (upper(code) COLLATE "C"))""",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("catalog", "0004_family_version")]

    operations = ddl.indexes(INDEXES)
