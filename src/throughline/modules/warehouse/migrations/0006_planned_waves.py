"""Waves that are planned before they are released."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Two tables; a demand waits in one wave at a time."""

    dependencies = [("warehouse", "0005_unpacking"), ("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("site_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(default="planned", max_length=12)),
                ("release_at", models.DateTimeField(null=True)),
                ("cut_off", models.DateTimeField(null=True)),
                ("chosen", models.JSONField(default=dict)),
                ("planned_at", models.DateTimeField()),
                ("planned_by", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("release_id", models.BigIntegerField(null=True)),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "db_table": "warehouse_wave",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["company_id", "release_at"],
                        name="warehouse_wave_planned",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "released", "cancelled"])),
                        name="warehouse_wave_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WaveDemand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("wave_id", models.BigIntegerField()),
                ("demand_id", models.BigIntegerField()),
                ("waits", models.BooleanField(default=True)),
                ("left_out", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "warehouse_wave_demand",
                "indexes": [models.Index(fields=["wave_id"], name="warehouse_wave_demand_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("waits", True)),
                        fields=("demand_id",),
                        name="warehouse_wave_demand_once",
                    )
                ],
            },
        ),
        *ddl.company_rows("warehouse_wave", "warehouse_wave_demand"),
        *ddl.history("warehouse_wave"),
        *ddl.same_company("warehouse_wave_demand", "wave_id", "warehouse_wave"),
    ]
