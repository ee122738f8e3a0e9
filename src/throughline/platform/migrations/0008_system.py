"""The system itself has a name in the audit trail, for what no person causes: the nightly proof."""

from typing import Any

from django.db import migrations


def add(apps: Any, schema_editor: Any) -> None:
    """Add the login; it has no password, no role, and is not active, so that nobody signs in with it."""
    users = apps.get_model("platform", "User").objects.using(schema_editor.connection.alias)
    given = {"name": "Throughline", "is_active": False, "is_service": True, "password": "!"}
    users.get_or_create(username="system", defaults=given)


class Migration(migrations.Migration):
    """Add the login of the system."""

    dependencies = [("platform", "0007_tried_again")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
