"""Row security, history, matches that are never changed, payment numbers."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Open items and credit belong to one company; matches only grow."""

    dependencies = [("settlement", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE settlement_payment_number", migrations.RunSQL.noop),
        *ddl.company_rows(
            "settlement_credit_account", "settlement_open_item", "settlement_payment", "settlement_match"
        ),
        *ddl.same_company("settlement_match", "debit_item_id", "settlement_open_item"),
        *ddl.same_company("settlement_match", "credit_item_id", "settlement_open_item"),
        *ddl.append_only("settlement_match"),
        *ddl.history("settlement_payment"),
        *ddl.fill_factor(70, "settlement_credit_account", "settlement_open_item"),
    ]
