"""What the database itself enforces of logistics."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Rows of one company; milestones and proofs never change."""

    dependencies = [("logistics", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows("logistics_shipment", "logistics_shipment_line", "logistics_milestone", "logistics_proof"),
        *ddl.append_only("logistics_milestone", "logistics_proof"),
        *ddl.history("logistics_shipment"),
        *ddl.fill_factor(70, "logistics_shipment", "logistics_shipment_line"),
        *ddl.same_company("logistics_shipment_line", "shipment_id", "logistics_shipment"),
        migrations.RunSQL("CREATE SEQUENCE logistics_shipment_number;", migrations.RunSQL.noop),
    ]
