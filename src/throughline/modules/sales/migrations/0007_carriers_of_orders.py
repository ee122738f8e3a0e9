"""Which carrier service takes an order, and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, one empty and one with a default of the database: nothing is rewritten."""

    dependencies = [("sales", "0006_history_of_orders"), ("parties", "0004_carrier_services")]

    operations = [
        migrations.AddField("order", "carrier_service_id", models.BigIntegerField(null=True)),
        migrations.AddField("order", "carrier_why", models.JSONField(db_default={}, default=dict)),
    ]
