"""Row security, and files that are never changed."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Files and links belong to one company and only grow."""

    dependencies = [("documents", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows("documents_stored_file", "documents_file_link"),
        *ddl.same_company("documents_file_link", "file_id", "documents_stored_file"),
        *ddl.append_only("documents_stored_file", "documents_file_link"),
    ]
