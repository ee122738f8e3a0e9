"""What the database itself enforces of transfers."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Rows of one company; lines belong to their transfer."""

    dependencies = [("transfers", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows("transfers_transfer", "transfers_transfer_line"),
        *ddl.history("transfers_transfer"),
        *ddl.same_company("transfers_transfer_line", "transfer_id", "transfers_transfer"),
        migrations.RunSQL("CREATE SEQUENCE transfers_transfer_number;", migrations.RunSQL.noop),
    ]
