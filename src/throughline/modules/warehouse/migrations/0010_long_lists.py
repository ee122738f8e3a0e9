"""Releases, waves among them, and receipts of a kind or a supplier stand in the order of their lists."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "warehouse_release_newest": "warehouse_release (company_id, id)",
    "warehouse_release_waves": "warehouse_release (company_id, id) WHERE name <> ''",
    "warehouse_receipt_kind": "warehouse_receipt (company_id, kind, id)",
    "warehouse_receipt_supplier": "warehouse_receipt (company_id, supplier_id, id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("warehouse", "0009_lists_of_work")]

    operations = ddl.indexes(INDEXES)
