"""Why a line was refused stands on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default of the database: nothing is rewritten."""

    dependencies = [("logistics", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="shipmentline",
            name="refused_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
