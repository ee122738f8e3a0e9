"""By which carrier service a demand leaves and on which day, and the zone that a bin lies in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that are empty or have a default of the database: nothing is rewritten."""

    dependencies = [("inventory", "0004_lost_goods")]

    operations = [
        migrations.AddField("demand", "carrier_service_id", models.BigIntegerField(null=True)),
        migrations.AddField("demand", "ship_on", models.DateField(null=True)),
        migrations.AddField("location", "zone", models.CharField(blank=True, db_default="", default="", max_length=20)),
    ]
