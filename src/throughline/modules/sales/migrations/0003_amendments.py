"""Amendments of confirmed orders."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """What was asked, what it changed, and what still waits for an approval."""

    dependencies = [("sales", "0002_guards"), ("platform", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("order_id", models.BigIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=200)),
                ("asked", models.JSONField()),
                ("changes", models.JSONField()),
                ("net_before", models.DecimalField(decimal_places=2, max_digits=19)),
                ("net_after", models.DecimalField(decimal_places=2, max_digits=19)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("operation_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "sales_amendment",
                "indexes": [models.Index(fields=["order_id"], name="sales_amendment_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "replaced", "refused", "withdrawn"])),
                        name="sales_amendment_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("order_id",), name="sales_amendment_waiting"
                    ),
                ],
            },
        ),
        *ddl.company_rows("sales_amendment"),
        *ddl.same_company("sales_amendment", "order_id", "sales_order"),
    ]
