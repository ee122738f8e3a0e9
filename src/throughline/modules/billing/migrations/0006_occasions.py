"""A source may earn more than once, each time on an occasion of its own: goods accepted on a second trip."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The occasion; what happened so far happened once."""

    dependencies = [("billing", "0005_long_lists")]

    operations = [
        migrations.AddField(
            model_name="billableevent", name="occasion", field=models.BigIntegerField(db_default=0, default=0)
        ),
    ]
