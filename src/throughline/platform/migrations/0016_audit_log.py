"""The audit log is read from its end, whole, of an operation or of a person."""

from django.db import migrations

INDEXES = {
    "platform_operation_newest": "platform_operation (company_id, id)",
    "platform_operation_name": "platform_operation (company_id, name, id)",
    "platform_operation_actor": "platform_operation (company_id, actor_id, id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("platform", "0015_use_of_tokens")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX CONCURRENTLY {name} ON {columns}", f"DROP INDEX CONCURRENTLY {name}")
        for name, columns in INDEXES.items()
    ] + [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveIndex("operationrecord", "platform_operation_at")],
            database_operations=[
                migrations.RunSQL(
                    "DROP INDEX CONCURRENTLY platform_operation_at",
                    "CREATE INDEX CONCURRENTLY platform_operation_at ON platform_operation (company_id, at)",
                )
            ],
        )
    ]
