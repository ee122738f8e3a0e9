"""What is earned and not billed is found by its index, also where it is held: it is few rows of very many."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One partial index for open and held events instead of one for open ones; made beside the running business."""

    atomic = False
    dependencies = [("billing", "0002_guards")]

    operations = [
        AddIndexConcurrently(
            "billableevent",
            models.Index(
                condition=models.Q(("state__in", ["open", "held"])),
                fields=["company_id", "bill_on"],
                name="billing_billable_event_due",
            ),
        ),
        RemoveIndexConcurrently("billableevent", "billing_billable_event_open"),
    ]
