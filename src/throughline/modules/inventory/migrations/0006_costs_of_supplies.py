"""What expected goods cost, as whoever ordered them says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column that is empty where nobody says: nothing is rewritten."""

    dependencies = [("inventory", "0005_roads")]

    operations = [
        migrations.AddField("supply", "unit_cost", models.DecimalField(decimal_places=6, max_digits=19, null=True))
    ]
