"""Price lists, prices and contracts at their screens: made, priced, found, taken out, by who may."""

from tests.screens.signed_in import bulk, fill, page, sign_in
from tests.world import new_world


def test_a_price_list_is_made_priced_and_emptied_again() -> None:
    world = new_world()
    item, browser = world.item("P"), sign_in(world, "pricing")
    record = fill(browser, "price-lists/save", code="R26", name="Retail 2026", currency="EUR", group="retail")
    number = int(record.strip("/").rpartition("/")[2])
    lines = {
        0: {"item": item, "unit": "ea", "price": "8.125"},
        1: {"item": item, "unit": "ea", "from": 100, "price": 7},
    }
    assert fill(browser, "price-lists/prices", lines, list=number) == record
    shown = page(browser, record)
    assert "Retail 2026" in shown
    assert "8.125" in shown
    listed = page(browser, f"/prices/?list={number}")
    assert "8.125" in listed
    assert "8.125" not in page(browser, f"/prices/?list={number + 999}")
    assert "R26" in page(browser, "/price-lists/?q=r2")
    ids = [row for (row,) in world.rows("SELECT id FROM pricing_price WHERE price_list_id = %s ORDER BY id", number)]
    ahead, done = bulk(browser, "prices", "remove", *ids, reason="Never agreed")
    assert "What they priced keeps its price" in ahead
    assert "2 prices" in done
    assert world.rows("SELECT count(*) FROM pricing_price WHERE price_list_id = %s", number) == [(0,)]


def test_a_contract_is_entered_changed_and_prices_an_order() -> None:
    world = new_world()
    item, party = world.item("P", stock=10, cost=1, price=9), world.customer()
    pricing = sign_in(world, "pricing")
    line = {"item_id": item, "unit": "ea", "unit_price": "7.25"}
    asked = {"code": "K-1", "version": 0, "party_id": party, "name": "Frame 2026", "currency": "eur"}
    led = fill(pricing, "contracts/save", {0: line}, **asked)
    number = int(led.strip("/").split("/")[-1])
    assert "7.25" in page(pricing, led)
    form = page(pricing, f"/do/contracts/save/?contract={number}")
    assert 'value="7.25"' in form
    assert world.order(party, [(item, 1)])
    ((price,),) = world.rows("SELECT unit_price FROM sales_order_line WHERE company_id = %s", world.company_id)
    assert str(price) == "7.250000"
    changed = asked | {"contract": number, "version": 1, "name": "Frame 2027"}
    fill(pricing, "contracts/save", {0: line | {"unit_price": "7"}}, **changed)
    posted = {name: str(value) for name, value in changed.items()}
    stale = pricing.post("/do/contracts/save/", posted)
    assert stale.status_code == 409
    assert "was changed since version 1" in stale.content.decode()


def test_who_may_only_read_prices_is_offered_no_change() -> None:
    world = new_world()
    browser = sign_in(world, "desk", "pricing.price.read")
    assert page(browser, "/price-lists/")
    assert browser.get("/do/contracts/save/").status_code == 403
    assert browser.get("/do/price-lists/prices/").status_code == 403
