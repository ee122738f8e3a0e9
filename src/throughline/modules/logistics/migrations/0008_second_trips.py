"""What was refused may go out again, so that the lines of one shipment are accepted on different days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """When something of a line was accepted last; empty where its shipment says it."""

    dependencies = [("logistics", "0007_long_lists")]

    operations = [
        migrations.AddField(model_name="shipmentline", name="accepted_at", field=models.DateTimeField(null=True)),
    ]
