"""The picks of a release are counted from the index alone; counts stand in their order by state."""

from django.db import migrations


class Migration(migrations.Migration):
    """One index in place of another and one beside, made beside the running business."""

    atomic = False
    dependencies = [("warehouse", "0008_found_by_number")]

    operations = [
        migrations.RunSQL(
            """CREATE INDEX CONCURRENTLY warehouse_task_progress ON warehouse_task (release_id, thread_id)
               INCLUDE (kind, state, due_on)""",
            "DROP INDEX CONCURRENTLY warehouse_task_progress",
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveIndex("task", "warehouse_task_release")],
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX CONCURRENTLY warehouse_task_release",
                    "CREATE INDEX CONCURRENTLY warehouse_task_release ON warehouse_task (release_id)",
                )
            ],
        ),
        migrations.RunSQL(
            """CREATE INDEX CONCURRENTLY warehouse_task_counts ON warehouse_task (company_id, state, id)
               WHERE kind = 'count'""",
            "DROP INDEX CONCURRENTLY warehouse_task_counts",
        ),
    ]
