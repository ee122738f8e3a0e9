"""What the database itself enforces of returns."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Rows of one company that never change; lines belong to their return."""

    dependencies = [("returns", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows("returns_return", "returns_return_line"),
        *ddl.append_only("returns_return", "returns_return_line"),
        *ddl.same_company("returns_return_line", "return_id", "returns_return"),
        migrations.RunSQL("CREATE SEQUENCE returns_return_number;", migrations.RunSQL.noop),
    ]
