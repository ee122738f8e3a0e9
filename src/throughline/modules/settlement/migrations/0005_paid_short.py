"""What is missing of a payment: the tax within a cash discount, and the little that is written off."""

from django.db import migrations, models

MONEY = {"db_default": 0, "decimal_places": 2, "default": 0, "max_digits": 19}


class Migration(migrations.Migration):
    """The tax of a document beside its amount, and the parts of a match; what was matched so far had neither."""

    dependencies = [("settlement", "0004_long_lists")]

    operations = [
        migrations.AddField(model_name="openitem", name="tax", field=models.DecimalField(**MONEY)),
        migrations.AddField(model_name="match", name="written_off", field=models.DecimalField(**MONEY)),
        migrations.AddField(model_name="match", name="tax", field=models.DecimalField(**MONEY)),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(written_off__gte=0, tax__gte=0, tax__lte=models.F("discount")),
                name="settlement_match_parts",
            ),
        ),
    ]
