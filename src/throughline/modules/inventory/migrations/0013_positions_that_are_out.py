"""Whether nothing of a position is free stands in it; indexes that every claim had to write go."""

from django.db import migrations, models
from django.db.models.lookups import LessThanOrEqual


class Migration(migrations.Migration):
    """An index over sums that change with every promise keeps the server from updating them in place.

    The table has a row an item and site and is written anew: a second for a hundred thousand.
    """

    dependencies = [("inventory", "0012_narrowed_stock")]

    operations = [
        migrations.AddField(
            "position",
            "is_out",
            models.GeneratedField(
                expression=LessThanOrEqual(models.F("promisable"), models.F("promised") + models.F("allocated")),
                output_field=models.BooleanField(),
                db_persist=True,
            ),
        ),
    ]
