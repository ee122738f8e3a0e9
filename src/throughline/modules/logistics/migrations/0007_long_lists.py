"""Shipments by state, customer and carrier stand in the order of their list."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "logistics_shipment_state": "logistics_shipment (company_id, state, id)",
    "logistics_shipment_party": "logistics_shipment (company_id, party_id, id)",
    "logistics_shipment_carrier": "logistics_shipment (company_id, carrier, id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("logistics", "0006_found_by_number")]

    operations = ddl.indexes(INDEXES)
