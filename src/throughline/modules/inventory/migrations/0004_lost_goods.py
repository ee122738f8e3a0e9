"""What is lost of an issue has its cost beside its quantity."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default of the database: nothing is rewritten."""

    dependencies = [("inventory", "0003_adjustments")]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="value_lost",
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=19),
        ),
    ]
