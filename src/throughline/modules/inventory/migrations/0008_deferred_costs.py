"""What left and is not billed is summed without a look at what is; positions are found by their item."""

from django.db import migrations

INDEXES = {
    "inventory_issue_deferred": """inventory_issue (company_id)
        WHERE is_deferred AND value - value_back - value_lost - value_recognised <> 0""",
    "inventory_position_item": "inventory_position (company_id, item_id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("inventory", "0007_found_by_number")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX CONCURRENTLY {name} ON {columns}", f"DROP INDEX CONCURRENTLY {name}")
        for name, columns in INDEXES.items()
    ]
