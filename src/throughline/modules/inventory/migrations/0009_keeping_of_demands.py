"""A demand knows until when its goods must keep, so that it is promised no lot that does not."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column that is empty where nobody asks: nothing is rewritten, and its index is made beside the business."""

    atomic = False
    dependencies = [("inventory", "0008_deferred_costs")]

    operations = [
        migrations.AddField("demand", "keeps_until", models.DateField(null=True)),
        AddIndexConcurrently(
            "demand",
            models.Index(
                fields=["site_id", "item_id"],
                name="inventory_demand_keeping",
                condition=models.Q(keeps_until__isnull=False),
            ),
        ),
    ]
