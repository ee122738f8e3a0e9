"""Suppliers have a version, so that a change says from what it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default: known suppliers begin with 1."""

    dependencies = [("parties", "0002_guards")]

    operations = [migrations.AddField("supplier", "version", models.IntegerField(default=1, db_default=1))]
