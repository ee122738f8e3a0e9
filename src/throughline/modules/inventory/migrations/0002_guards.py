"""What the database itself enforces of stock."""

from django.db import migrations

from throughline.platform.database import ddl

MAINTAINED = (
    "inventory_balance",
    "inventory_position",
    "inventory_value_pool",
    "inventory_demand",
    "inventory_supply",
    "inventory_issue",
    "inventory_allocation",
    "inventory_promise",
)


class Migration(migrations.Migration):
    """Rows of one company, ledgers that are never changed, claims that belong to a demand."""

    dependencies = [("inventory", "0001_initial"), ("platform", "0002_guards")]

    operations = [
        *ddl.company_rows(
            "inventory_location", "inventory_lot", "inventory_move", "inventory_value_entry", *MAINTAINED
        ),
        *ddl.append_only("inventory_move", "inventory_value_entry"),
        *ddl.history("inventory_location", "inventory_lot"),
        *ddl.fill_factor(60, *MAINTAINED),
        *ddl.same_company("inventory_promise", "demand_id", "inventory_demand"),
        *ddl.same_company("inventory_allocation", "demand_id", "inventory_demand"),
        *ddl.same_company("inventory_allocation", "balance_id", "inventory_balance"),
        *ddl.same_company("inventory_balance", "location_id", "inventory_location"),
    ]
