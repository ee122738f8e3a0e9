"""Homes: each person's begins with what is for what this person does, with the deed as a button."""

import pytest

from tests.budgets.test_the_line import counted
from tests.screens.signed_in import fill, page, sign_in
from tests.screens.test_selling import words
from tests.world import D, World, new_world
from throughline.modules.sales.queries.service import due_lines, service
from throughline.platform.operations import reading

FLOOR = ("warehouse.release.read", "warehouse.task.read", "logistics.shipment.read")
#: What a home asks of the database for somebody who may do everything.
MOST = 60


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_picker_is_led_to_scanning_and_sees_no_money(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 5)])
    world.release(order)
    home = page(sign_in(world, "floor", *FLOOR, "warehouse.pick"), "/")
    assert 'href="/scan/pick/"' in home
    assert "Brandt GmbH: 1 pick, A-1" in words(home)
    assert "Picks to do" in home
    assert "Receivables" not in home
    assert "Release orders" not in home


def test_who_releases_begins_with_releasing(world: World) -> None:
    home = page(sign_in(world, "floor", *FLOOR, "warehouse.release", "warehouse.pick"), "/")
    assert home.index("Release orders") < home.index("Pick with scanner")
    assert "Lines to release" in home
    assert "Picked by me" not in home


def test_transport_sends_what_is_packed_from_home(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 5)])
    world.release(order)
    world.pick(order)
    (unit,) = world.pack(order)
    driver = sign_in(world, "floor", *FLOOR, "logistics.shipment.dispatch")
    assert "Brandt GmbH: 1 unit ready to leave" in words(page(driver, "/"))
    led = fill(driver, "dispatch/load", unit=unit, carrier="DSV", tracking="")
    assert "Brandt GmbH" in page(driver, led)
    assert "ready to leave" not in words(page(driver, "/"))
    answer = driver.post("/do/dispatch/load/", {"unit": str(unit)})
    assert answer.status_code == 404
    world.react()
    world.verify()


def test_the_billing_clerk_bills_a_document_from_home(world: World) -> None:
    world.policy("billing.policy", frequency="weekly")
    item = world.item("ball", stock=20, cost=3, price=10)
    world.deliver(*world.ship(world.order(world.customer(name="Otterburn Quarries plc"), [(item, 5)])))
    reads = ("billing.event.read", "billing.invoice.read")
    clerk = sign_in(world, "billing", *reads, "billing.run")
    assert "Otterburn Quarries plc: invoice over 1 event" in words(page(clerk, "/"))
    ((event,),) = world.rows("SELECT id FROM billing_billable_event WHERE state = 'open'")
    assert "One document over 1 event" in page(clerk, f"/do/billing/one/?event={event}")
    led = fill(clerk, "billing/one", event=event)
    ((invoice, number, _, _, _),) = world.invoices()
    assert led == f"/invoices/{invoice}/"
    assert number in page(clerk, led)
    assert "invoice over" not in words(page(clerk, "/"))
    page(clerk, f"/do/billing/one/?event={event}", 404)
    reader = sign_in(world, "books", *reads)
    assert "Earned, not billed" in page(reader, "/")
    assert "Due to be billed" not in page(reader, "/")


def test_credit_changes_the_limit_of_who_is_above_it(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=1000)
    world.order(party, [(item, 10)])
    credit = sign_in(world, "credit", "settlement.open_item.read", "settlement.credit.change", "parties.customer.read")
    assert "above the limit" not in words(page(credit, "/"))
    led = fill(credit, "receivables/limit", customer=party, limit="50.00")
    assert led == f"/receivables/accounts/{party}/"
    assert "Brandt GmbH: 70.00 above the limit of 50.00" in words(page(credit, "/"))
    ((limit,),) = world.rows("SELECT credit_limit FROM settlement_credit_account WHERE party_id = %s", party)
    assert limit == D("50.00")


def test_cash_matches_what_settles_nothing(world: World) -> None:
    party = world.customer(name="Brandt GmbH")
    world.pay(party, 120)
    cash = sign_in(world, "cash", "settlement.open_item.read", "settlement.item.match", "settlement.payment.register")
    home = words(page(cash, "/"))
    assert "Brandt GmbH: 120.00 paid, settles nothing yet" in home
    assert "On account" in home


def test_who_does_nothing_oversees_the_whole_line(world: World) -> None:
    reads = (*FLOOR, "sales.order.read", "billing.event.read", "settlement.open_item.read")
    home = page(sign_in(world, "books", *reads), "/")
    for figure in ("Late or at risk", "Lines to release", "Earned, not billed", "Receivables"):
        assert figure in home
    assert "New quote" not in home


def test_promises_are_judged_by_the_day_first_promised(world: World) -> None:
    item = world.item("ball", stock=8, cost=3, price=10)
    party = world.customer(name="Brandt GmbH")
    kept = world.order(party, [(item, 5)])
    short = world.order(party, [(item, 3)])
    world.deliver(*world.ship(kept))
    world.later(3)
    world.deliver(*world.ship(short))
    ctx = world.as_("desk")
    with reading(ctx):
        found = service(ctx)
        missed = due_lines(ctx, missed=["late"])
        everything = due_lines(ctx, size=1)
        rest = due_lines(ctx, after=(everything[0].promised_original, everything[0].id))
    assert (found.lines, found.at_once, found.kept) == (2, 2, 1)
    assert [line.order_id for line in missed] == [short]
    assert len(everything) == len(rest) == 1
    assert "No line was due" in page(sign_in(world, "desk"), "/promises/")


def test_home_asks_a_bounded_number_of_questions(world: World) -> None:
    item = world.item("ball", stock=100, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=100000)
    client = sign_in(world, "desk")

    def asked() -> int:
        into = list[str]()
        with counted(into):
            page(client, "/")
        return len(into)

    page(client, "/")
    before = asked()
    orders = [world.order(party, [(item, 1)]) for _ in range(4)]
    world.release(*orders)
    for _ in range(4):
        world.quote(party, [(item, 1)])
    after = asked()
    assert after <= before + 4
    assert after <= MOST


def test_the_first_day_ticks_itself(world: World) -> None:
    admin = sign_in(world, "admin")
    shown = words(page(admin, "/first-day/"))
    assert "no prices" in shown
    assert "1 person gives roles" in shown
    assert "First day" in page(admin, "/")
    world.item("ball", stock=5, cost=3, price=10)
    shown = words(page(admin, "/first-day/"))
    assert "1 prices" in shown
    assert "1 places with goods" in shown
    sign_in(world, "masters", "governance.access.change")
    reader = sign_in(world, "cash", "governance.company.read")
    assert "Import prices" not in page(reader, "/first-day/")
    assert "Import the prices" in page(reader, "/first-day/")
    assert "needs a role that may: " in page(reader, "/first-day/")


def test_a_quiet_home_leads_on_while_the_company_does_not_work(world: World) -> None:
    reader = sign_in(world, "cash", "governance.company.read")
    assert "The company is still being set up" in page(reader, "/")
    item = world.item("ball", stock=100, cost=3, price=10)
    world.deliver(*world.ship(world.order(world.customer(limit=5000), [(item, 1)])))
    world.later(10)
    world.bill()
    assert world.invoices()
    assert "The company is still being set up" not in page(reader, "/")


def test_who_may_not_see_what_is_missing_is_told_why_nothing_waits(world: World) -> None:
    shown = page(sign_in(world, "cash", "settlement.payment.read"), "/")
    assert "The company is still being set up." in shown
    assert "/first-day/" not in shown


def test_the_palette_finds_what_may_be_done_and_leads_to_where_it_begins(world: World) -> None:
    reads = ("sales.order.read", "warehouse.task.read")
    desk = sign_in(world, "desk", *reads, "sales.order.quote", "sales.order.amend")
    asked = {"HX-Request": "true"}
    everything = desk.get("/find/", {"q": ">"}, headers=asked).content.decode()
    assert 'data-url="/do/quotes/new/"' in everything
    assert "Amend order" in everything
    assert "Bill and post" not in everything
    amending = desk.get("/find/", {"q": ">amend"}, headers=asked).content.decode()
    assert 'data-url="/orders/"' in amending
    assert "Orders: choose one" in words(f'id="main"{amending}')
    assert "New quote" not in amending
