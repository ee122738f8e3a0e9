"""Which policy released what, and because of which cut-off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default of the database: nothing is rewritten."""

    dependencies = [("warehouse", "0006_planned_waves")]

    operations = [migrations.AddField("release", "why", models.JSONField(db_default={}, default=dict))]
