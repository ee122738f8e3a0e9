"""Entries of a journal stand in the order of their list, and are found by the beginning of their text."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

from throughline.platform.database import ddl

INDEXES = {
    "ledger_entry_day": "ledger_entry (company_id, on_date, id)",
    "ledger_entry_journal": "ledger_entry (company_id, journal, id)",
    "ledger_entry_found": 'ledger_entry (company_id, text COLLATE "C")',
}


class Migration(migrations.Migration):
    """An index a way of asking, made beside the running business: a page of a million rows reads what it shows."""

    atomic = False
    dependencies = [("ledger", "0006_totals_of_closed_months")]

    operations = [*ddl.indexes(INDEXES), RemoveIndexConcurrently("entry", "ledger_entry_date")]
