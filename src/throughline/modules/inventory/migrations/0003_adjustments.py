"""Adjustments are documents: posted at once, or waiting for another person."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """The adjustment and its lines; rows of one company, with the history of what was decided."""

    dependencies = [("inventory", "0002_guards"), ("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="StockAdjustment",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("state", models.CharField(max_length=12)),
                ("against", models.CharField(default="INVADJ", max_length=12)),
                ("reason", models.CharField(max_length=400)),
                ("value", models.DecimalField(decimal_places=2, max_digits=19)),
                ("value_absolute", models.DecimalField(decimal_places=2, max_digits=19)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.BigIntegerField()),
                ("why", models.JSONField(default=dict)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("remark", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "db_table": "inventory_adjustment",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["company_id", "id"],
                        name="inventory_adjustment_waiting",
                    ),
                    models.Index(fields=["company_id", "-id"], name="inventory_adjustment_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockAdjustmentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("adjustment_id", models.BigIntegerField()),
                ("site_id", models.BigIntegerField()),
                ("location_id", models.BigIntegerField()),
                ("item_id", models.BigIntegerField()),
                ("lot_id", models.BigIntegerField(null=True)),
                ("status", models.CharField(default="available", max_length=12)),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
                ("quantity_booked", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("quantity_counted", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("unit_cost", models.DecimalField(decimal_places=6, max_digits=19, null=True)),
                ("value", models.DecimalField(decimal_places=2, max_digits=19)),
                ("is_void", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "inventory_adjustment_line",
                "indexes": [
                    models.Index(fields=["adjustment_id"], name="inventory_adjustment_line_of"),
                    models.Index(fields=["location_id", "item_id"], name="inventory_adjustment_line_at"),
                ],
            },
        ),
        *ddl.company_rows("inventory_adjustment", "inventory_adjustment_line"),
        *ddl.history("inventory_adjustment"),
        *ddl.same_company("inventory_adjustment_line", "adjustment_id", "inventory_adjustment"),
        *ddl.same_company("inventory_adjustment_line", "location_id", "inventory_location"),
    ]
