"""What was earned and shall never be billed, until another person decides and after."""

from django.db import migrations, models

from throughline.platform.database import ddl

WAIVER = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("company_id", models.BigIntegerField()),
    ("number", models.CharField(max_length=30)),
    ("thread_id", models.BigIntegerField(null=True)),
    ("party_id", models.BigIntegerField()),
    ("state", models.CharField(max_length=12)),
    ("reason", models.CharField(max_length=400)),
    ("currency", models.CharField(max_length=3)),
    ("amount", models.DecimalField(decimal_places=2, max_digits=19)),
    ("why", models.JSONField(default=dict)),
    ("asked_at", models.DateTimeField()),
    ("asked_by", models.BigIntegerField()),
    ("decided_at", models.DateTimeField(null=True)),
    ("decided_by", models.BigIntegerField(null=True)),
    ("remark", models.CharField(blank=True, max_length=400)),
]
EVENT = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("company_id", models.BigIntegerField()),
    ("waiver_id", models.BigIntegerField()),
    ("event_id", models.BigIntegerField()),
    ("thread_id", models.BigIntegerField(null=True)),
    ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
    ("amount", models.DecimalField(decimal_places=2, max_digits=19)),
]


class Migration(migrations.Migration):
    """Two tables of rows of one company, and a counter that costs no rewrite of the billable lines."""

    dependencies = [("billing", "0007_once_an_occasion"), ("platform", "0013_history_without_sums")]

    operations = [
        migrations.AddField(
            model_name="billableline",
            name="quantity_netted",
            field=models.DecimalField(db_default=0, decimal_places=6, default=0, max_digits=18),
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=WAIVER,
            options={
                "db_table": "billing_waiver",
                "indexes": [
                    models.Index(
                        fields=["company_id", "id"],
                        name="billing_waiver_waiting",
                        condition=models.Q(("state", "waiting")),
                    ),
                    models.Index(fields=["company_id", "-id"], name="billing_waiver_newest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaiverEvent",
            fields=EVENT,
            options={
                "db_table": "billing_waiver_event",
                "indexes": [
                    models.Index(fields=["waiver_id"], name="billing_waiver_event_of"),
                    models.Index(fields=["thread_id"], name="billing_waiver_event_thread"),
                    models.Index(fields=["event_id"], name="billing_waiver_event_event"),
                ],
            },
        ),
        *ddl.company_rows("billing_waiver", "billing_waiver_event"),
        *ddl.history("billing_waiver"),
        *ddl.append_only("billing_waiver_event"),
        *ddl.same_company("billing_waiver_event", "waiver_id", "billing_waiver"),
    ]
