"""Shipments are found by the beginning of their number, or of the carrier's."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("logistics", "0005_carrier_services")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY logistics_shipment_found ON logistics_shipment (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY logistics_shipment_found",
        ),
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY logistics_shipment_tracked ON logistics_shipment (company_id, tracking COLLATE "C")',
            "DROP INDEX CONCURRENTLY logistics_shipment_tracked",
        ),
    ]
