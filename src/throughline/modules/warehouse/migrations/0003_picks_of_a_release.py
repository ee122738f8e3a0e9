"""What a release sent to the floor is found by index: its page and its pick list ask for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index on the release of a task; made beside the running business."""

    atomic = False
    dependencies = [("warehouse", "0002_guards")]

    operations = [
        AddIndexConcurrently("task", models.Index(fields=["release_id"], name="warehouse_task_release")),
    ]
