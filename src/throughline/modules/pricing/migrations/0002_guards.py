"""Row security, history, and prices that stay with their list's or contract's company."""

from django.db import migrations

from throughline.platform.database import ddl


class Migration(migrations.Migration):
    """Prices belong to one company; what a change replaced is kept."""

    dependencies = [("pricing", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows("pricing_price_list", "pricing_price", "pricing_contract", "pricing_contract_price"),
        *ddl.same_company("pricing_price", "price_list_id", "pricing_price_list"),
        *ddl.same_company("pricing_contract_price", "contract_id", "pricing_contract"),
        *ddl.history("pricing_price_list", "pricing_price", "pricing_contract", "pricing_contract_price"),
    ]
