"""By which service of its carrier a shipment left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default of the database: nothing is rewritten."""

    dependencies = [("logistics", "0004_losses")]

    operations = [
        migrations.AddField(
            "shipment",
            "carrier_service",
            models.CharField(blank=True, db_default="", default="", max_length=30),
        ),
    ]
