"""Families have a version, so that a change says from what it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default: what is known begins with 1."""

    dependencies = [("catalog", "0003_substitutes")]

    operations = [
        migrations.AddField("family", "version", models.IntegerField(default=1, db_default=1)),
    ]
