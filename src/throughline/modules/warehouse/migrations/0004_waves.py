"""A release may be a wave: named, with the moment by which its picks must be done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, one with a default of the database: nothing is rewritten."""

    dependencies = [("warehouse", "0003_picks_of_a_release")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="name",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(model_name="release", name="cut_off", field=models.DateTimeField(null=True)),
    ]
