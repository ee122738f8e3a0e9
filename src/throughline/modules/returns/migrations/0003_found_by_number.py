"""Returns are found by the beginning of their number."""

from django.db import migrations


class Migration(migrations.Migration):
    """An index in the C collation for the palette, made beside the running business."""

    atomic = False
    dependencies = [("returns", "0002_guards")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX CONCURRENTLY returns_return_found ON returns_return (company_id, number COLLATE "C")',
            "DROP INDEX CONCURRENTLY returns_return_found",
        ),
    ]
