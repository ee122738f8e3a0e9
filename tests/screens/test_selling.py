"""Selling at its screens: quote, hold, decision, order, cancellation, and what the record says at every stage."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.governance.public import SiteInput, open_sites
from throughline.modules.catalog.public import CustomerItemInput, SubstituteInput, save_customer_items, save_substitutes
from throughline.modules.inventory.public import set_up_site
from throughline.modules.parties.public import customers
from throughline.modules.sales.public import AmendmentInput, LineAmendment, amend_orders, cancel_lines, orders
from throughline.modules.sales.ui.confirmation import words_of
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.database.statements import observed
from throughline.platform.operations import Versioned, reading

SEEN = [
    "/", "/?tab=team", "/?tab=others", "/orders/", "/orders/?view=stopped", "/orders/?view=late",
    "/orders/?view=closed",
    "/quotes/", "/customers/", "/items/", "/stock/", "/exceptions/", "/policies/", "/people/", "/roles/",
    "/do/quotes/new/",
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return new_world()


def words(html: str) -> str:
    """Give what a page says, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition('id="main"')[2]))


@pytest.mark.parametrize("address", SEEN)
def test_screens_open_when_nothing_is_there(world: World, address: str) -> None:
    page(sign_in(world, "desk"), address)


def test_who_is_not_signed_in_is_led_to_the_door_and_back(world: World) -> None:
    answer = Client().get("/orders/?view=stopped")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


def test_who_may_not_see_orders_is_told_which_permission_is_missing(world: World) -> None:
    told = page(sign_in(world, "floor", "warehouse.task.read"), "/orders/", 403)
    assert "sales.order.read" in told


def test_a_quote_is_entered_priced_confirmed_and_shows_its_line(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=5000)
    desk = sign_in(world, "desk")

    led = fill(
        desk,
        "quotes/new",
        {0: {"item_id": item, "quantity": 8, "unit": "ea"}},
        party_id=party,
        requested_on=world.today.isoformat(),
        site_id=world.site_id,
    )
    quoted = words(page(desk, led))
    assert "Quoted, not confirmed." in quoted
    assert "80.00" in quoted
    order = int(led.strip("/").rpartition("/")[2])

    fill(desk, "orders/confirm", order=order)
    confirmed = words(page(desk, led))
    assert "Confirmed, promised for" in confirmed or "Late: promised" in confirmed
    world.ship(order)
    assert "On its way" in words(page(desk, led)) or "Late" in words(page(desk, led))
    assert "Brandt GmbH" in page(desk, "/orders/?view=open")


def test_the_page_of_an_order_of_very_many_lines_stays_light(world: World) -> None:
    """It begins with some of them, at most 300 kB in all, and no cell carries what only the program understands."""
    item = world.item("A ball of quite some length by its name", stock=900, cost=9, price=10)
    order = world.order(world.customer(), [(item, 1)] * 700)
    world.release(order)
    shown = page(sign_in(world, "desk"), f"/orders/{order}/")
    assert len(shown.encode()) < 300_000
    assert "Decimal(" not in shown


def test_a_held_quote_says_why_and_who_decides_and_goes_on_after_the_decision(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=50)
    order = world.quote(party, [(item, 8)])
    world.confirm(order)
    address = f"/orders/{order}/"

    seen = words(page(sign_in(world, "desk"), address))
    assert "Stopped at Confirmed: credit hold" in seen
    assert "With credit since" in seen
    controller = sign_in(world, "credit")
    assert "Release credit hold" in page(controller, address)
    ((hold,),) = world.rows("SELECT id FROM governance_hold WHERE released_at IS NULL")
    assert "Brandt GmbH would owe" in page(controller, "/")
    fill(controller, "holds/release", hold=hold, decision="release", reason="Known customer")
    world.react()
    told = words(page(controller, address))
    assert "Credit hold released: Known customer" in told
    assert "Stopped" not in told


def test_cancelling_lines_says_what_was_picked_and_keeps_the_rest(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(), [(item, 8)])
    world.release(order)
    world.pick(order)
    desk = sign_in(world, "desk")
    assert "picked, needs a put-back" in page(desk, f"/do/orders/cancel/?order={order}")
    (line,) = [row[0] for row in world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)]
    fill(desk, "orders/cancel", {0: {"line": line, "quantity": 3}}, order=order, reason="Fewer wanted")
    world.react()
    told = words(page(desk, f"/orders/{order}/"))
    assert "Lines cancelled" in told
    assert "50.00" in told
    world.verify()


def test_values_answer_why(world: World) -> None:
    item = world.item("ball", stock=5, cost=3, price=10)
    order = world.order(world.customer(), [(item, 4)])
    world.release(order)
    ((line,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)
    desk = sign_in(world, "desk")
    assert "10.00 per ea" in page(desk, f"/why/order-price/{line}/")
    assert "allocated or gone already" in page(desk, f"/why/order-promise/{line}/")
    assert "A-1" in page(desk, f"/why/order-allocation/{line}/")


def test_a_price_kept_with_a_phrase_is_still_explained(world: World) -> None:
    """Explanations kept before the facts were: the phrase stands as it was kept."""
    item = world.item("ball", stock=5, cost=3, price=10)
    order = world.order(world.customer(), [(item, 4)])
    ((line, why),) = world.rows("SELECT id, price_why FROM sales_order_line WHERE order_id = %s", order)
    winner = {name: value for name, value in why["winner"].items() if name != "priced"}
    why["winner"] = winner | {"rule": "24.00 per box from 10 box"}
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for name, value in (("company", world.company_id), ("actor", world.people["desk"]), ("operation", 1)):
            cursor.execute("SELECT set_config(%s, %s, true)", [f"throughline.{name}", str(value)])
        cursor.execute("UPDATE sales_order_line SET price_why = %s WHERE id = %s", [json.dumps(why), line])
    assert "gives 24.00 per box from 10 box" in page(sign_in(world, "desk"), f"/why/order-price/{line}/")


@pytest.mark.parametrize("address", ["/orders/?view=open", "/orders/?view=stopped", "/", "/stock/", "/customers/"])
def test_a_page_asks_as_often_for_many_rows_as_for_few(world: World, address: str) -> None:
    item = world.item("ball", stock=200, cost=3, price=10)
    other = world.item("belt", stock=200, cost=3, price=10)
    party = world.customer(limit=100)
    desk = sign_in(world, "desk")
    for _ in range(2):
        world.confirm(world.quote(party, [(item, 1)]), world.quote(party, [(other, 9000)]))
    few = _asked(desk, address)
    for _ in range(6):
        world.confirm(world.quote(party, [(item, 1), (other, 2)]), world.quote(party, [(other, 9000)]))
    assert _asked(desk, address) == few


def _asked(client: Client, address: str) -> int:
    page(client, address)
    seen: list[str] = []
    with observed(seen.append):
        page(client, address)
    return len(seen)


def test_the_records_of_customers_and_items_open_with_what_others_add(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=500)
    world.order(party, [(item, 8)])
    desk = sign_in(world, "desk")
    customer = words(page(desk, f"/customers/{party}/"))
    assert "of 500.00" in customer
    assert "Quotes and open orders" in customer
    goods = words(page(desk, f"/items/{item}/"))
    for said in ("Availability", "Where it lies", "Brandt GmbH", "Prices", "10.00"):
        assert said in goods, said


def test_an_exception_is_taken_and_closed_at_its_page(world: World) -> None:
    item = world.item("ball", stock=8, cost=3, price=10)
    order = world.order(world.customer(), [(item, 8)])
    world.release(order)
    (task,) = world.tasks(order)
    world.pick(order, quantities={task.id: 5}, reason="not found")
    floor = sign_in(world, "floor")
    ((number,),) = world.rows("SELECT id FROM governance_exception WHERE cleared_at IS NULL AND kind = 'short_pick'")
    assert "Short pick" in page(floor, f"/exceptions/{number}/")
    assert "Short pick" in page(sign_in(world, "desk"), f"/orders/{order}/")
    fill(floor, "exceptions/take", exception=number)
    assert "Assigned" in page(floor, f"/exceptions/{number}/")
    fill(floor, "exceptions/resolve", exception=number, resolution="Counted")
    page(floor, f"/exceptions/{number}/", 404)


def test_an_order_is_amended_with_its_effect_seen_before(world: World) -> None:
    """The form does it and takes it back while it is typed; what credit stops waits on the order."""
    item = world.item("ball", stock=50, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=500)
    order = world.order(party, [(item, 20)])
    ((line,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)
    desk = sign_in(world, "desk")
    shown = words(page(desk, f"/do/orders/amend/?order={order}"))
    assert "Nothing changes yet" in shown
    given = {
        "order": order,
        "requested_on": world.today.isoformat(),
        "lines-0-line": line,
        "lines-0-quantity": 35,
        "lines-0-unit_price": "10.00",
    }
    ahead = desk.post("/do/orders/amend/preview/", given).content.decode()
    assert "350.00" in ahead
    assert world.rows("SELECT quantity FROM sales_order_line WHERE id = %s", line) == [(20,)]
    ahead = desk.post("/do/orders/amend/preview/", {**given, "lines-0-quantity": 45}).content.decode()
    assert "Credit: would wait" in ahead
    refused = desk.post("/do/orders/amend/preview/", {**given, "lines-0-quantity": "1.5"}).content.decode()
    assert "counted in steps of 1" in refused
    led = desk.post("/do/orders/amend/", {**given, "lines-0-quantity": 45, "reason": "More"})["Location"]
    waits = words(page(desk, led))
    assert "Amendment waits: credit hold" in waits
    assert "Withdraw amendment" in waits
    fill(desk, "orders/withdraw", order=order)
    desk.post("/do/orders/amend/", {**given, "reason": "More"})
    done = words(page(desk, led))
    assert "Amended: More" in done
    assert "350.00" in done
    world.verify()


def test_quotation_and_confirmation_in_the_customers_terms(world: World) -> None:
    """The PDF names the customer's numbers, what is promised and what it costs; who may not see orders gets none."""
    item = world.item("ball", stock=50, cost=3, price=10)
    party = world.customer(name="Brandt GmbH")
    theirs = [CustomerItemInput(party, "BR-4711", item)]
    save_customer_items(world.as_("masters"), customer_items=theirs)
    quote = world.quote(party, [(item, 20, None, None, 10)], customer_po="PO 5")
    desk, ctx = sign_in(world, "desk"), world.as_("desk")

    def said(order: int) -> dict[str, Any]:
        with reading(ctx):
            found = orders(ctx, [order])[order]
            return words_of(ctx, found, customers(ctx, [found.party_id])[found.party_id])

    told = said(quote)
    assert (told["title"], told["day"], told["gross"]) == ("Quotation", "Requested", "216.00 EUR")
    assert ["Valid until", "1 April 2026"] in told["facts"]
    (line,) = told["lines"]
    assert line["notes"] == ["Your item BR-4711", "10.00 less 10 %"]
    world.confirm(quote)
    told = said(quote)
    assert (told["title"], told["day"]) == ("Order confirmation", "Promised")
    assert told["lines"][0]["day"] == "2 March 2026"
    ((number,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", quote)
    changed = AmendmentInput(Versioned(quote), "more", [LineAmendment(number, Decimal(15))])
    amend_orders(ctx, amendments=[changed])
    assert said(quote)["gross"] == "162.00 EUR"
    assert "As amended on 2 March 2026" in said(quote)["note"]
    answer = desk.get(f"/orders/{quote}/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert "Confirmation PDF" in page(desk, f"/orders/{quote}/")
    assert sign_in(world, "floor", "warehouse.task.read").get(f"/orders/{quote}/pdf/").status_code == 403
    page(desk, "/orders/999999999/pdf/", 404)


def test_an_order_is_copied_to_a_new_quote(world: World) -> None:
    """A copy has customer and lines as they stand, at the prices of today, and no number of the customer's."""
    item, other = world.item("ball", stock=50, cost=3, price=10), world.item("net", stock=5, cost=1, price=4)
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 20, None, 7), (other, 2)], customer_po="PO 5")
    first, gone = world.rows("SELECT id, quantity_stock FROM sales_order_line WHERE order_id = %s ORDER BY id", order)
    cancel_lines(world.as_("desk"), orders=[order], quantities={first[0]: Decimal(5), gone[0]: gone[1]}, reason="less")
    desk = sign_in(world, "desk")
    assert "Copy to a quote" in page(desk, f"/orders/{order}/")
    form = page(desk, f"/do/quotes/new/?copy={order}")
    assert "Brandt GmbH" in form
    assert "PO 5" not in form
    assert "150.00" in form
    assert 'value="15"' in form
    page(desk, "/do/quotes/new/?copy=999999999", 404)


def test_pasted_rows_name_items_as_the_customer_does(world: World) -> None:
    """Customer's numbers and codes are read in one question for all rows; what is wrong stands in its cell."""
    item = world.item("ball", code=f"BALL-{world.company_id}", stock=50, cost=3, price=10)
    party = world.customer(name="Brandt GmbH")
    theirs = [CustomerItemInput(party, "BR-4711", item)]
    save_customer_items(world.as_("masters"), customer_items=theirs)
    desk = sign_in(world, "desk")
    head = {"party_id": party, "site_id": world.site_id, "requested_on": world.today.isoformat()}

    def pasted(*rows: tuple[str, str, str]) -> dict[str, object]:
        lines = {
            f"lines-{at}-{name}": text
            for at, row in enumerate(rows)
            for name, text in zip(("item_id__text", "quantity", "unit"), row, strict=True)
        }
        return {**head, **lines}

    rows = pasted(("br-4711", "4", ""), (f"ball-{world.company_id}", "2", "ea"), ("XK-88", "1", ""))
    answer = desk.post("/do/quotes/new/preview/", rows).content.decode()
    assert "2 of 3 lines priced" in answer
    assert "XK-88 is not known." in answer
    answer = desk.post("/do/quotes/new/preview/", pasted(("BR-4711", "4", "pallet"))).content.decode()
    assert re.search(r'id="lines-0-unit-error"[^>]*>.*?is not sold by the pallet', answer, re.S)
    asked: list[int] = []
    for count in (2, 40):
        seen: list[str] = []
        with observed(seen.append):
            desk.post("/do/quotes/new/preview/", pasted(*[("BR-4711", "1", "")] * count))
        asked.append(len(seen))
    assert asked[0] == asked[1]
    found = desk.get(f"/lookup/sold-items/?q=BR-4711&party_id={party}&site_id={world.site_id}")
    assert f"BALL-{world.company_id}" in found.content.decode()


def test_another_site_is_offered_when_it_has_all_of_it_sooner(world: World) -> None:
    """Options name what decides them and set the form; the site that has it all is among them."""
    item = world.item("ball", stock=5, cost=3, price=10)
    (second,) = open_sites(world.as_("masters"), sites=[SiteInput("W2", "Second site", weekdays="1234567")])
    set_up_site(world.as_("masters"), site_id=second, bins=["Z-1"])
    place = world.rows("SELECT id FROM inventory_location WHERE site_id = %s AND code = 'Z-1'", second)[0][0]
    line = ReceiptLineInput(item, Decimal(30), Decimal(3), location_id=place)
    receive_goods(world.as_("dock"), receipts=[ReceiptInput(second, [line], kind="opening")]).unrefused()
    world.react()
    desk = sign_in(world, "desk")
    values = {
        "party_id": world.customer(),
        "requested_on": date(2030, 1, 7).isoformat(),
        "site_id": world.site_id,
        "lines-0-item_id": item,
        "lines-0-quantity": 20,
    }
    answer = desk.post("/do/quotes/new/preview/", values).content.decode()
    assert "All together: no date for all of it" in answer
    assert "From Second site: all on Mon 7 Jan" in answer
    assert f"&quot;site_id&quot;: &quot;{second}&quot;" in answer


def test_a_substitute_is_offered_and_taken_with_one_click(world: World) -> None:
    """What is late has a substitute at the site: taking it sets item and what it stands for, and the line says so."""
    ball, steel = world.item("ball", price=10), world.item("steel", stock=30, cost=3, price=12)
    save_substitutes(world.as_("masters"), substitutes=[SubstituteInput(ball, steel)])
    desk = sign_in(world, "desk")
    values = {
        "party_id": world.customer(accepts_substitutes=True),
        "requested_on": date(2030, 1, 7).isoformat(),
        "site_id": world.site_id,
        "lines-4-item_id": ball,
        "lines-4-quantity": 20,
    }
    answer = desk.post("/do/quotes/new/preview/", values).content.decode()
    assert "takes substitutes" in answer
    assert f"&quot;lines-4-stands_for&quot;: &quot;{ball}&gt;{steel}&quot;" in answer
    taken = {**values, "lines-4-item_id": steel, "lines-4-stands_for": f"{ball}>{steel}"}
    assert "10.00" in desk.post("/do/quotes/new/preview/", taken).content.decode()
    desk.post("/do/quotes/new/", taken)
    assert world.rows("SELECT item_id, ordered_item_id, net FROM sales_order_line") == [(steel, ball, Decimal(200))]
    other = {**taken, "lines-4-item_id": ball}
    desk.post("/do/quotes/new/", other)
    assert world.rows("SELECT item_id, ordered_item_id FROM sales_order_line ORDER BY id DESC LIMIT 1") == [
        (ball, None)
    ]
