"""A handling unit may be unpacked before it leaves: when, by whom and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns, one with a default of the database: nothing is rewritten."""

    dependencies = [("warehouse", "0004_waves")]

    operations = [
        migrations.AddField(model_name="handlingunit", name="unpacked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="handlingunit", name="unpacked_by", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="handlingunit",
            name="unpacked_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
    ]
