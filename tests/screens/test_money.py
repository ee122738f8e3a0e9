"""Money at its screens: billing with its preview, invoices and their PDF, receivables, payments, the books."""

import pytest

from tests.screens.signed_in import bulk, fill, page, sign_in
from tests.screens.test_selling import words
from tests.world import D, World, new_world
from throughline.modules.parties.testing import payment_terms

SEEN = [
    "/billing/", "/invoices/", "/invoices/?view=overdue", "/receivables/", "/receivables/items/", "/payments/",
    "/do/payments/new/", "/ledger/", "/ledger/lines/", "/ledger/entries/",
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def delivered(world: World) -> tuple[World, int]:
    """Have a delivery that waits to be billed; the story's days are long past when its screens are read."""
    world.policy("billing.policy", frequency="weekly")
    item = world.item("ball", stock=20, cost=3, price=10)
    customer = world.customer(name="Otterburn Quarries plc")
    world.deliver(*world.ship(world.order(customer, [(item, 5)])))
    return world, customer


@pytest.mark.parametrize("address", SEEN)
def test_screens_of_money_open_when_nothing_is_there(world: World, address: str) -> None:
    page(sign_in(world, "books"), address)


def test_what_is_delivered_is_billed_and_paid_by_the_screens(delivered: tuple[World, int]) -> None:
    world, customer = delivered
    clerk = sign_in(world, "billing")
    assert "Otterburn Quarries plc" in page(clerk, "/billing/")
    ((event,),) = world.rows("SELECT id FROM billing_billable_event WHERE state = 'open'")
    ahead, _ = bulk(clerk, "billing", "bill", event)
    assert "Draft" in ahead
    assert "60.00" in ahead
    ((invoice, number, _, _, gross),) = world.invoices()
    shown = page(clerk, f"/invoices/{invoice}/")
    assert number in shown
    assert "SH-" in shown
    assert number in page(clerk, "/invoices/")

    cash = sign_in(world, "cash")
    led = fill(cash, "payments/new", customer=customer, amount=gross, on="2026-03-05", reference="BANK 1")
    assert number in page(cash, led)
    assert "Matched" in page(cash, "/payments/")
    ((entry,),) = world.rows("SELECT entry_id FROM billing_invoice WHERE id = %s", invoice)
    assert "Throughline of" in page(cash, f"/ledger/entries/{entry}/"), "an entry leads to its whole thread"
    assert "Settled lately" in page(cash, f"/receivables/accounts/{customer}/")
    world.react()
    world.verify()


def test_what_has_left_and_is_not_billed_stands_beside_the_books(world: World) -> None:
    world.policy("billing.policy", frequency="weekly")
    item = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name="Otterburn Quarries plc")
    (shipment,) = world.ship(world.order(party, [(item, 5)]))
    on_the_way = world.order(party, [(item, 2)])
    world.deliver(shipment)
    world.ship(on_the_way)
    reader = sign_in(world, "books", "ledger.entry.read")
    shown = words(page(reader, "/shipped-unbilled/"))
    assert "70.00 EUR net has left and is not billed" in shown
    assert "Otterburn Quarries plc" in shown
    assert "On the way" in shown
    assert shown.count("Ties") == 4
    assert "Differs" not in shown
    world.later(30)
    world.bill()
    assert "50.00" not in words(page(reader, "/shipped-unbilled/"))


def test_a_payment_may_name_what_it_settles(delivered: tuple[World, int]) -> None:
    world, customer = delivered
    world.later(30)
    world.bill()
    ((invoice, *_),) = world.invoices()
    ((item,),) = world.rows("SELECT id FROM settlement_open_item WHERE document_id = %s AND kind = 'invoice'", invoice)
    cash = sign_in(world, "cash")
    fill(cash, "payments/new", {0: {"item": item, "amount": 10}}, customer=customer, amount=25, on="2026-04-05")
    assert world.open_balance(invoice) == 50
    assert "Part matched" in page(cash, "/payments/")


def test_a_payment_says_before_what_is_missing_of_it(world: World) -> None:
    terms = payment_terms(world.as_("masters"), days=30, discount_days=10, discount_percent=D(2))
    item, party = world.item("ball", stock=20, cost=3, price=10), world.customer(payment_terms=terms)
    world.policy("settlement.paying_short", tolerance="1.00")
    for quantity in (5, 10):
        world.deliver(*world.ship(world.order(party, [(item, quantity)])))
    first, second = (invoice for invoice, *_ in world.invoices())
    cash = sign_in(world, "cash")
    typed = {"customer": party, "amount": "58.80", "on": str(world.today)}
    assert "1.20 cash discount on INV-000001." in cash.post("/do/payments/new/preview/", typed).content.decode()
    shown = cash.post("/do/payments/new/preview/", {**typed, "amount": "58.00"}).content.decode()
    assert "0.80 of INV-000001 written off." in shown
    exact = cash.post("/do/payments/new/preview/", {**typed, "amount": "60"}).content.decode()
    assert "Settles INV-000001 exactly" in exact
    assert world.rows("SELECT count(*) FROM settlement_payment") == [(0,)]
    fill(cash, "payments/new", customer=party, amount="58.80", on=str(world.today))
    ((opened,),) = world.rows("SELECT id FROM settlement_open_item WHERE document_id = %s AND kind = 'invoice'", second)
    line = {"item": opened, "amount": "117", "discount": "2.40", "written_off": "0.60"}
    led = fill(cash, "payments/new", {0: line}, customer=party, amount="117", on=str(world.today))
    assert "2.40" in page(cash, led)
    assert (world.open_balance(first), world.open_balance(second)) == (0, 0)
    assert (world.balance("SDISC"), world.balance("WOFF"), world.balance("AR")) == (D("3.00"), D("0.60"), 0)
    world.react()
    world.verify()


def test_an_invoice_prints_and_a_credit_note_is_titled_so(delivered: tuple[World, int]) -> None:
    world, _ = delivered
    world.later(30)
    world.bill()
    ((invoice, *_),) = world.invoices()
    answer = sign_in(world, "billing").get(f"/invoices/{invoice}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_who_may_not_see_invoices_gets_no_pdf(delivered: tuple[World, int]) -> None:
    world, _ = delivered
    world.later(30)
    world.bill()
    ((invoice, *_),) = world.invoices()
    floor = sign_in(world, "floor", "logistics.shipment.read")
    assert floor.get(f"/invoices/{invoice}/pdf/").status_code == 403


def test_the_books_lead_from_the_trial_balance_to_the_document(delivered: tuple[World, int]) -> None:
    world, _ = delivered
    world.later(30)
    world.bill()
    ((account,),) = world.rows("SELECT id FROM ledger_account WHERE role = 'AR'")
    ((invoice, number, *_),) = world.invoices()
    books = sign_in(world, "books")
    assert "Accounts receivable" in page(books, "/ledger/")
    assert number in page(books, f"/ledger/accounts/{account}/")
    assert number in page(books, f"/ledger/lines/?account={account}")
    ((entry,),) = world.rows("SELECT entry_id FROM billing_invoice WHERE id = %s", invoice)
    assert f"/invoices/{invoice}/" in page(books, f"/ledger/entries/{entry}/")


def test_money_on_account_is_matched_later(delivered: tuple[World, int]) -> None:
    world, customer = delivered
    world.pay(customer, 60)
    world.later(30)
    world.bill()
    ((invoice, *_),) = world.invoices()
    ((debit,),) = world.rows("SELECT id FROM settlement_open_item WHERE document_id = %s AND kind = 'invoice'", invoice)
    ((credit,),) = world.rows("SELECT id FROM settlement_open_item WHERE kind = 'payment'")
    cash = sign_in(world, "cash")
    assert "60.00 left" in page(cash, f"/do/receivables/match/?credit={credit}")
    fill(cash, "receivables/match", {0: {"item": debit}}, credit=credit, customer=customer)
    assert world.open_balance(invoice) == 0


def test_an_item_is_disputed_and_the_dispute_lifted(delivered: tuple[World, int]) -> None:
    world, _ = delivered
    world.later(30)
    world.bill()
    ((item,),) = world.rows("SELECT id FROM settlement_open_item")
    credit = sign_in(world, "credit")
    bulk(credit, "receivables/items", "dispute", item, reason="Wrong price")
    assert "Disputed" in page(credit, "/receivables/items/")
    bulk(credit, "receivables/items", "lift", item, reason="Settled by phone")
    assert world.rows("SELECT disputed FROM settlement_open_item") == [(False,)]


def test_the_workbench_says_why_something_is_billed_when_it_is(delivered: tuple[World, int]) -> None:
    world, _ = delivered
    ((event,),) = world.rows("SELECT id FROM billing_billable_event")
    why = page(sign_in(world, "billing"), f"/why/billing-date/{event}/")
    assert "weekly" in why
    assert "SH-" in why
