"""Open items stand in the order of their list: all, of a kind, disputed ones; payments of a customer in theirs."""

from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "settlement_open_item_due": "settlement_open_item (company_id, due_on, id) WHERE state = 'open'",
    "settlement_open_item_kind": "settlement_open_item (company_id, kind, due_on, id) WHERE state = 'open'",
    "settlement_open_item_disputed": "settlement_open_item (company_id, due_on, id) WHERE disputed",
    "settlement_open_item_found": "settlement_open_item (company_id, number COLLATE \"C\") WHERE state = 'open'",
    "settlement_payment_day": "settlement_payment (company_id, on_date, id)",
    "settlement_payment_of_party": "settlement_payment (company_id, party_id, id)",
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("settlement", "0003_found_by_number")]

    operations = ddl.indexes(INDEXES)
