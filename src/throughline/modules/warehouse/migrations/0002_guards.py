"""What the database itself enforces of warehouse."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Rows of one company; units and receipts keep their lines."""

    dependencies = [("warehouse", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows(
            "warehouse_release",
            "warehouse_task",
            "warehouse_handling_unit",
            "warehouse_handling_unit_line",
            "warehouse_receipt",
            "warehouse_receipt_line",
        ),
        *ddl.append_only("warehouse_release", "warehouse_receipt"),
        *ddl.fill_factor(70, "warehouse_task", "warehouse_handling_unit"),
        *ddl.same_company("warehouse_handling_unit_line", "handling_unit_id", "warehouse_handling_unit"),
        *ddl.same_company("warehouse_receipt_line", "receipt_id", "warehouse_receipt"),
        migrations.RunSQL(
            "CREATE SEQUENCE warehouse_sscc; CREATE SEQUENCE warehouse_receipt_number;", migrations.RunSQL.noop
        ),
    ]
