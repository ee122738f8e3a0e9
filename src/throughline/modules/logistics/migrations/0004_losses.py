"""What is lost on its way is neither back nor out: it is claimed or written off."""

from django.db import migrations, models

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """The loss, and how much of a line is lost; rows of one company, with the history of what became of a claim."""

    dependencies = [("logistics", "0003_why_refused"), ("platform", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="shipmentline",
            name="quantity_lost",
            field=models.DecimalField(db_default=0, decimal_places=6, default=0, max_digits=18),
        ),
        migrations.RemoveConstraint(model_name="shipmentline", name="logistics_shipment_line_accounted"),
        migrations.AddConstraint(
            model_name="shipmentline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=models.F("quantity_accepted") + models.F("quantity_refused"),
                    quantity_refused__gte=models.F("quantity_back") + models.F("quantity_lost"),
                ),
                name="logistics_shipment_line_accounted",
            ),
        ),
        migrations.CreateModel(
            name="Loss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("shipment_id", models.BigIntegerField()),
                ("line_id", models.BigIntegerField()),
                ("thread_id", models.BigIntegerField(null=True)),
                ("quantity", models.DecimalField(decimal_places=6, max_digits=18)),
                ("cost", models.DecimalField(decimal_places=2, max_digits=19)),
                ("reason", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=12)),
                ("claimed_from", models.CharField(blank=True, max_length=60)),
                ("claim_reference", models.CharField(blank=True, max_length=60)),
                ("amount_paid", models.DecimalField(decimal_places=2, default=0, max_digits=19)),
                ("recorded_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "logistics_loss",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("amount_paid__gte", 0)), name="logistics_loss_amounts"
                    )
                ],
                "indexes": [
                    models.Index(fields=["shipment_id"], name="logistics_loss_shipment"),
                    models.Index(fields=["company_id", "-id"], name="logistics_loss_newest"),
                ],
            },
        ),
        *ddl.company_rows("logistics_loss"),
        *ddl.history("logistics_loss"),
        *ddl.same_company("logistics_loss", "shipment_id", "logistics_shipment"),
    ]
