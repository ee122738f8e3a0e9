"""Row security of imports, and the history of what was mapped."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Imports belong to one company; a mapping keeps what it was."""

    dependencies = [("integrations", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows(
            "integrations_import",
            "integrations_import_row",
            "integrations_import_mapping",
            "integrations_external_id",
        ),
        *ddl.same_company("integrations_import_row", "import_id", "integrations_import"),
        *ddl.history("integrations_import_mapping"),
    ]
