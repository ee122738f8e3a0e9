"""Totals of accounts are summed from the index alone, without a look at the lines."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index by account and date carries the amount; made beside the running business."""

    atomic = False
    dependencies = [("ledger", "0002_guards")]

    operations = [
        AddIndexConcurrently(
            "entryline",
            models.Index(
                fields=["company_id", "account_id", "on_date"], include=["amount"], name="ledger_entry_line_totals"
            ),
        ),
        RemoveIndexConcurrently("entryline", "ledger_entry_line_account"),
    ]
