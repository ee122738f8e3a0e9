"""What carriers offer a company: services with their cut-off and their days on the way."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """One table of rows of one company; a code is one thing in any case."""

    dependencies = [("parties", "0003_supplier_version"), ("platform", "0013_history_without_sums")]

    operations = [
        migrations.CreateModel(
            name="CarrierService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=30)),
                ("carrier", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("cut_off", models.TimeField(null=True)),
                ("transit_days", models.PositiveSmallIntegerField(null=True)),
                ("tracking_url", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.IntegerField(default=1)),
            ],
            options={"db_table": "parties_carrier_service"},
        ),
        migrations.RunSQL(
            """CREATE UNIQUE INDEX parties_carrier_service_code
               ON parties_carrier_service (company_id, upper(code) COLLATE "C")""",
            migrations.RunSQL.noop,
        ),
        *ddl.company_rows("parties_carrier_service"),
        *ddl.history("parties_carrier_service"),
    ]
