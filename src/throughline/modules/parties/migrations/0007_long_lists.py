"""Blocked customers, and those of a group, are found without a look at the others."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "parties_customer_blocked": "parties_customer (company_id, party_id) WHERE block <> 'none'",
    "parties_customer_group": """parties_customer (company_id, "group", party_id)""",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("parties", "0006_account_owners")]

    operations = ddl.indexes(INDEXES)
