"""Payment terms and addresses have a version, so that a change says from what it was made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default: what is known begins with 1."""

    dependencies = [("parties", "0004_carrier_services")]

    operations = [
        migrations.AddField("paymentterms", "version", models.IntegerField(default=1, db_default=1)),
        migrations.AddField("address", "version", models.IntegerField(default=1, db_default=1)),
    ]
