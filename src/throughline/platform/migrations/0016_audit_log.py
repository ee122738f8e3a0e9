"""The audit log is read from its end, whole, of an operation or of a person."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "platform_operation_newest": "platform_operation (company_id, id)",
    "platform_operation_name": "platform_operation (company_id, name, id)",
    "platform_operation_actor": "platform_operation (company_id, actor_id, id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("platform", "0015_use_of_tokens")]

    operations = [*ddl.indexes(INDEXES), RemoveIndexConcurrently("operationrecord", "platform_operation_at")]
