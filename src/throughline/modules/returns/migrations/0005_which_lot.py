"""Which lot came back stands on the line of the return."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column that may be empty: nothing is rewritten."""

    dependencies = [("returns", "0004_long_lists")]

    operations = [
        migrations.AddField(model_name="returnline", name="lot_id", field=models.BigIntegerField(null=True)),
    ]
