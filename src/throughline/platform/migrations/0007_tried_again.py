"""A delivery that fails is tried again later and holds up no other; the table of deliveries was never used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """How often a delivery was tried and when it is tried again."""

    dependencies = [("platform", "0006_first_numbers")]

    operations = [
        migrations.AddField("eventrecord", "attempts", models.SmallIntegerField(db_default=0)),
        migrations.AddField("eventrecord", "retry_at", models.DateTimeField(null=True)),
        migrations.DeleteModel("Delivery"),
    ]
