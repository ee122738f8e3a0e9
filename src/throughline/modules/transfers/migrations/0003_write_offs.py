"""What was asked to be written off of a transfer, until another person decides."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """One table of rows of one company; one write-off of a transfer waits at a time."""

    dependencies = [("transfers", "0002_guards"), ("platform", "0013_history_without_sums")]

    operations = [
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("transfer_id", models.BigIntegerField()),
                ("state", models.CharField(max_length=12)),
                ("lines", models.JSONField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=19)),
                ("why", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.BigIntegerField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("remark", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "db_table": "transfers_write_off",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("transfer_id",),
                        name="transfers_write_off_waiting",
                    )
                ],
            },
        ),
        *ddl.company_rows("transfers_write_off"),
        *ddl.history("transfers_write_off"),
        *ddl.same_company("transfers_write_off", "transfer_id", "transfers_transfer"),
    ]
