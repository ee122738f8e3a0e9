"""The accountant's and the billing clerk's screens: months of the books, credits without a return, disputes."""

from html import unescape

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world


@pytest.fixture
def world() -> World:
    return new_world()


def billed(world: World) -> tuple[int, int]:
    """Sell, deliver and bill ten pieces at 9.00; give customer and invoice."""
    party = world.customer()
    order = world.order(party, [(world.item("P", stock=10, cost=5, price=9), 10)])
    world.release(order)
    world.pick(order)
    world.deliver(*world.dispatch(world.pack(order)))
    world.bill()
    ((number,),) = world.rows("SELECT id FROM billing_invoice WHERE company_id = %s", world.company_id)
    return party, number


def test_a_month_is_closed_and_opened_again_for_a_reason(world: World) -> None:
    billed(world)
    books = sign_in(world, "books")
    month = world.today.replace(day=1)
    listed = page(books, "/ledger/periods/")
    assert "Running" in listed
    fill(books, "ledger/close", month=month)
    assert f"/do/ledger/reopen/?month={month}" in page(books, "/ledger/periods/")
    posted = {"month": str(month), "reason": " "}
    assert books.post("/do/ledger/reopen/", posted).status_code == 422
    fill(books, "ledger/reopen", month=month, reason="A late invoice of the carrier")
    shown = page(books, "/ledger/periods/")
    assert "A late invoice of the carrier" in shown
    assert f"/do/ledger/close/?month={month}" in shown
    again = books.post("/do/ledger/reopen/", {"month": str(month), "reason": "Twice"})
    assert again.status_code == 409
    assert "is open already" in again.content.decode()


def test_a_month_to_come_stays_open(world: World) -> None:
    books = sign_in(world, "books")
    answer = books.post("/do/ledger/close/", {"month": "2999-01-01"})
    assert answer.status_code == 422
    assert "has not begun" in answer.content.decode()


def test_a_price_difference_is_credited_from_its_invoice(world: World) -> None:
    party, invoice = billed(world)
    clerk = sign_in(world, "billing")
    assert f"/do/credits/new/?invoice={invoice}" in page(clerk, f"/invoices/{invoice}/")
    form = page(clerk, f"/do/credits/new/?invoice={invoice}")
    assert 'value="10"' in form
    line = {"item_code": "P", "description": "Price agreed lower", "quantity": 10, "unit": "ea", "unit_price": "0.50",
            "tax_category": "standard"}  # fmt: skip
    posted = {"party_id": party, "label": "INV-000001", "reason": "Agreed with the buyer"}
    nothing = clerk.post("/do/credits/new/", posted | {f"lines-0-{k}": str(v) for k, v in line.items()
                                                       if k != "unit_price"})  # fmt: skip
    assert "No line says what is credited" in unescape(nothing.content.decode())
    assert fill(clerk, "credits/new", {0: line}, **posted) == "/billing/"
    world.bill()
    ((net,),) = world.rows(
        "SELECT net FROM billing_invoice WHERE company_id = %s AND kind = 'credit_note'", world.company_id
    )
    assert str(net) == "5.00"
    world.verify()


def test_an_invoice_is_disputed_and_the_dispute_lifted(world: World) -> None:
    _, invoice = billed(world)
    credit = sign_in(world, "credit")
    ((item,),) = world.rows("SELECT id FROM settlement_open_item WHERE company_id = %s", world.company_id)
    assert f"/do/receivables/dispute/?item={item}" in page(credit, f"/invoices/{invoice}/")
    fill(credit, "receivables/dispute", item=item, reason="Two boxes were wet")
    shown = page(credit, f"/invoices/{invoice}/")
    assert "Two boxes were wet" in shown
    assert "Lift the dispute" in shown
    fill(credit, "receivables/dispute", item=item, reason="Accepted after all")
    assert "Lift the dispute" not in page(credit, f"/invoices/{invoice}/")
