"""A line says what was asked for where it delivers a substitute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty where nothing was substituted: nothing is rewritten."""

    dependencies = [("sales", "0003_amendments")]

    operations = [
        migrations.AddField(model_name="orderline", name="ordered_item_id", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="orderline",
            name="ordered_item_code",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]
