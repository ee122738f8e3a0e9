"""Price lists have a version, so that a change says from what it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default: what is known begins with 1."""

    dependencies = [("pricing", "0003_found_by_number")]

    operations = [
        migrations.AddField("pricelist", "version", models.IntegerField(default=1, db_default=1)),
    ]
