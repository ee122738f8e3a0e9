"""What left and is not billed is summed without a look at what is."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index of the issues whose cost waits for its invoice, made beside the running business."""

    atomic = False
    dependencies = [("inventory", "0007_found_by_number")]

    operations = [
        migrations.RunSQL(
            """CREATE INDEX CONCURRENTLY inventory_issue_deferred ON inventory_issue (company_id)
               WHERE is_deferred AND value - value_back - value_lost - value_recognised <> 0""",
            "DROP INDEX CONCURRENTLY inventory_issue_deferred",
        ),
    ]
