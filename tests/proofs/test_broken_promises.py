"""Every check of `throughline verify` names a rule that is broken by force in the database."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections, transaction

from tests.world import World, new_world
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.logistics.public import LossInput, record_losses
from throughline.platform import verification

#: check: the statements that break its rule, with the guards off
BREAKS: dict[str, str] = {
    "stock.balance_is_sum_of_moves": "UPDATE inventory_balance SET on_hand = on_hand + 1 WHERE {own}",
    "stock.reserved_is_sum_of_allocations": "UPDATE inventory_allocation SET quantity = quantity + 1 WHERE {own}",
    "stock.position_is_what_can_be_promised": "UPDATE inventory_position SET promised = promised + 1 WHERE {own}",
    "stock.pegs_fit_their_supply": "UPDATE inventory_supply SET pegged = pegged - 1 WHERE {own} AND pegged > 0",
    "stock.demand_is_accounted_for": "DELETE FROM inventory_promise WHERE {own}",
    "stock.outbound_is_accounted_for": "UPDATE inventory_issue SET quantity_delivered = 0 WHERE {own}",
    "value.pool_is_sum_of_entries": "UPDATE inventory_value_pool SET value = value + 0.01 WHERE {own}",
    "value.pool_quantity_is_on_hand": "UPDATE inventory_value_pool SET quantity = quantity + 1 WHERE {own}",
    "value.stock_accounts_are_the_stock": """UPDATE ledger_entry_line SET amount = amount + 1 WHERE {own}
        AND account_id = (SELECT id FROM ledger_account WHERE {own} AND role = 'INV')""",
    "value.deferred_cost_is_what_is_out_and_unbilled": "UPDATE inventory_issue SET is_deferred = true WHERE {own}",
    "ledger.entries_balance": "UPDATE ledger_entry_line SET amount = amount + 1 WHERE {own} AND amount > 0",
    "ledger.lines_have_an_entry_and_an_account": "UPDATE ledger_entry_line SET account_id = 0 WHERE {own}",
    "ledger.totals_are_the_lines": """INSERT INTO ledger_total (company_id, account_id, month, debit, credit)
        SELECT company_id, id, '2020-01-01', 1, 0 FROM ledger_account WHERE {own} AND role = 'INV'""",
    "billing.nothing_earned_is_lost": "UPDATE billing_billable_line SET quantity_earned = 99 WHERE {own}",
    "logistics.lines_are_accounted_for": "UPDATE inventory_issue SET quantity_lost = 1 WHERE {own}",
    "logistics.claims_are_the_account": "UPDATE logistics_loss SET cost = cost + 1 WHERE {own}",
    "logistics.every_delivery_earned": "DELETE FROM billing_billable_event WHERE {own}",
    "billing.invoice_lines_bill_events": "UPDATE billing_invoice_line SET net = net + 1 WHERE {own}",
    "billing.unfounded_lines_have_a_reason": "UPDATE billing_billable_line SET trigger = 'approved' WHERE {own}",
    "billing.documents_add_up": "UPDATE billing_invoice SET tax = tax + 1 WHERE {own}",
    "billing.numbers_have_no_gap_and_are_chained": "UPDATE billing_invoice SET number = 'INV-000009' WHERE {own}",
    "billing.series_know_their_last_document": "UPDATE platform_number_series SET next_number = 9 WHERE {own}",
    "billing.credit_weighs_what_is_committed": "UPDATE settlement_credit_account SET committed = 99 WHERE {own}",
    "settlement.open_item_balance": "UPDATE settlement_open_item SET balance = balance + 1 WHERE {own}",
    "settlement.match_sides": "UPDATE settlement_match SET debit_item_id = credit_item_id WHERE {own}",
    "settlement.discounts": "UPDATE settlement_match SET discount = 1 WHERE {own}",
    "settlement.receivable": "UPDATE settlement_credit_account SET receivable = receivable + 1 WHERE {own}",
    "settlement.receivables_account": "UPDATE settlement_open_item SET balance = balance + 1 WHERE {own}",
    "settlement.payment_item": "UPDATE settlement_payment SET amount = amount + 1 WHERE {own}",
    "decisions.explained": "UPDATE inventory_allocation SET why = '{{}}' WHERE {own}",
    "authors.every_ledger_row_has_an_operation": "UPDATE inventory_move SET operation_id = 0 WHERE {own}",
    "authors.operations_have_an_actor": "UPDATE platform_operation SET actor_id = 0 WHERE {own}",
    "authors.history_names_operations": """INSERT INTO platform_row_history
        (company_id, table_name, row_id, operation_id, old)
        VALUES ({c}, 'sales_order_line', 1, 0, '{{}}')""",
    "requests.answered_once": "UPDATE platform_idempotency_key SET result = NULL WHERE {own}",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """A company with something at every station of the line."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        made = new_world()
        p = made.item("P", stock=100, cost=5, price=10)
        party = made.customer()
        made.deliver(*made.ship(made.order(party, [(p, 10)])))
        made.pay(party, 50)
        made.release(made.order(party, [(p, 20)]))
        (away,) = made.ship(made.order(party, [(p, 5)]))
        record_losses(made.as_("stock"), losses=[LossInput(away, "never arrived", "DHL")]).unrefused()
        due = made.today + timedelta(days=3)
        supply = NewSupply("purchasing.order_line", made.company_id, "PO-1", made.site_id, p, due, made.free(p) + 50)
        expect_supplies(made.as_("buyer"), supplies=[supply])
        made.order(party, [(p, 90)])
        yield made


def test_every_check_has_a_break() -> None:
    """No check goes without proof that it sees what it is for."""
    assert {check.name for check in verification.checks()} == set(BREAKS)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_broken_rule_is_named(world: World, name: str) -> None:
    """The check is clean before, and names rows of the company after the rule was broken by force."""
    assert verification.run(world.company_id, only=name).ok
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        tables = [table for (table,) in _tables(cursor)]
        for table, constraint in _checks(cursor):
            if f" {table} " in f" {BREAKS[name]} ":
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
        for table in tables:
            if f" {table} " in f" {BREAKS[name]} ":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(BREAKS[name].format(c=world.company_id, own=f"company_id = {world.company_id}"))
        assert cursor.rowcount > 0, "the break touched nothing"
        report = verification.run(world.company_id, only=name)
        transaction.set_rollback(True, using="owner")
    (broken,) = report.broken()
    assert broken.name == name
    assert all(row["company_id"] == world.company_id for row in broken.rows)


def _tables(cursor: object) -> list[tuple[str]]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")  # type: ignore[attr-defined]
    return cursor.fetchall()  # type: ignore[attr-defined,no-any-return]


def _checks(cursor: object) -> list[tuple[str, str]]:
    cursor.execute(  # type: ignore[attr-defined]
        """SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
           WHERE k.contype = 'c' AND c.relnamespace = 'public'::regnamespace"""
    )
    return cursor.fetchall()  # type: ignore[attr-defined,no-any-return]
