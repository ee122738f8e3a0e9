"""Where a lot went is found without a look at other moves."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index of the moves that name a lot, made beside the running business."""

    atomic = False
    dependencies = [("inventory", "0010_positions_by_item")]

    operations = [
        migrations.RunSQL(
            """CREATE INDEX CONCURRENTLY inventory_move_lot ON inventory_move (company_id, lot_id, on_date)
               WHERE lot_id IS NOT NULL""",
            "DROP INDEX CONCURRENTLY inventory_move_lot",
        ),
    ]
