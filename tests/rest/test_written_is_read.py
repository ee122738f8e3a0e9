"""What programs write they can read again and find: prices, contracts, masters, lots, moves, months, words."""

from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4

import pytest

from tests.rest.caller import Caller, caller
from tests.rest.conftest import company
from tests.world import World, new_world

D = Decimal


@cache
def program(person: str) -> Caller:
    """Give a program of somebody of the company."""
    return caller(company()[0], person)


def code() -> str:
    return f"T{uuid4().hex[:10]}"


def test_a_price_list_is_saved_priced_found_and_taken_out_again(item: int, party: int) -> None:
    pricing, named = program("pricing"), code()
    (number,) = pricing.done(
        "pricing.save_price_lists",
        {"price_lists": [{"code": named, "name": "Retail 2026", "currency": "EUR", "customer_group": "retail"}]},
    )
    base = {"item_id": item, "unit": "ea", "unit_price": "8.125"}
    prices = [base, base | {"unit_price": "7.5", "min_quantity": "100", "valid_from": "2026-04-01"}]
    pricing.done("pricing.set_prices", {"price_list": number, "prices": prices})
    (head,) = pricing.read("pricing.price_lists", ids=number)
    assert (head["code"], head["customer_group"], head["prices"]) == (named, "retail", 2)
    assert [row["id"] for row in pricing.read("pricing.price_lists", customer_group="retail")] == [number]
    first, second = pricing.read("pricing.prices", price_list_id=number)
    assert (first["unit_price"], second["min_quantity"], second["valid_from"]) == ("8.125", "100.00", "2026-04-01")
    assert [row["id"] for row in pricing.read("pricing.prices", price_list_id=number, on="2026-03-01")] == [first["id"]]
    page = pricing.get(f"reads/pricing.prices?price_list_id={number}&limit=1")
    assert page["next"] == first["id"]
    assert [row["id"] for row in pricing.get(f"prices?list={number}")["data"]] == [first["id"], second["id"]]
    assert pricing.get(f"price-lists/{number}")["data"]["head"]["name"] == "Retail 2026"
    (asked,) = program("pricing").read("pricing.price_of", party_id=party, item_ids=item)
    assert (D(asked["unit_price"]), asked["source"], asked["source_id"]) == (D("8.125"), "price_list", number)
    pricing.done("pricing.remove_prices", {"prices": [first["id"], second["id"]], "reason": "Never agreed"})
    assert pricing.read("pricing.prices", price_list_id=number) == []


def test_a_contract_is_saved_read_with_its_prices_and_changed_against_its_version(item: int, party: int) -> None:
    pricing, named = program("pricing"), code()
    contract: dict[str, Any] = {"code": named, "name": "Frame 2026", "party_id": party, "valid_to": "2026-12-31",
                "prices": [{"item_id": item, "unit": "ea", "unit_price": "6.75"}]}  # fmt: skip
    (number,) = pricing.done("pricing.save_contract", {"contract": contract})
    (head,) = pricing.read("pricing.contracts", party_id=party, on="2026-06-01")
    assert (head["id"], head["version"], head["party_id"]) == (number, 1, party)
    assert pricing.read("pricing.contracts", party_id=party, on="2027-01-01") == []
    assert [row["unit_price"] for row in pricing.read("pricing.contract_prices", contract_ids=number)] == ["6.75"]
    (asked,) = pricing.read("pricing.price_of", party_id=party, item_ids=item)
    assert (asked["source"], asked["source_id"]) == ("contract", number)
    record = pricing.get(f"contracts/{number}")
    assert (record["version"], len(record["data"]["prices"])) == (1, 1)
    assert [row["id"] for row in pricing.get(f"contracts?customer={party}")["data"]] == [number]
    pricing.post("pricing.save_contract", {"contract": contract | {"version": 1, "prices": []}})
    stale = pricing.post("pricing.save_contract", {"contract": contract | {"version": 1}}, 409)
    assert stale["code"] == "stale_version"


def test_masters_are_read_as_they_were_written(item: int, party: int) -> None:
    masters, first, second = program("masters"), code(), code()
    family = {"families": [{"code": first, "name": "Tools"}, {"code": second, "name": "Saws", "parent": first}]}
    _, child = masters.done("catalog.save_families", family)
    kept = masters.read("catalog.families", after=child - 1, limit=1)
    assert [(row["code"], row["parent"]) for row in kept] == [(second, first)]
    number = code()
    masters.done("catalog.save_customer_items", {"customer_items": [
        {"party_id": party, "item_id": item, "number": number}]})  # fmt: skip
    assert number in [row["number"] for row in masters.read("catalog.customer_items", party_id=party)]
    terms = masters.read("parties.payment_terms")[0]["code"]
    supplier = {"code": code(), "name": "Mill", "payment_terms": terms, "currency": "EUR"}
    (made,) = masters.done("parties.save_suppliers", {"suppliers": [supplier]})
    (row,) = masters.read("parties.suppliers", party_ids=made)
    assert (row["code"], row["payment_terms"]) == (supplier["code"], terms)
    address = {"party_id": party, "code": "BILL", "kind": "bill_to", "name": "Accounts", "lines": ["1 Road"],
               "country": "DE"}  # fmt: skip
    masters.done("parties.save_addresses", {"addresses": [address]})
    assert "bill_to" in [row["kind"] for row in masters.read("parties.addresses", party_ids=party)]


def test_stock_that_moved_is_read_as_moves_and_lots(world: World, item: int, party: int) -> None:
    lot = world.item("LOT", price=5, lot_tracked=True)
    world.receive(lot, 12, 3, lot_code="L-1")
    floor = program("floor")
    (found,) = floor.read("inventory.lots", item_ids=lot)
    assert (found["code"], D(found["on_hand"])) == ("L-1", D(12))
    (move,) = floor.read("inventory.moves", item_id=lot)
    assert (D(move["quantity"]), move["to_place"], move["lot"]) == (D(12), "A-1", "L-1")
    order = world.order(party, [(item, 2)])
    world.release(order)
    world.pick(order)
    (unit,) = world.pack(order)
    (held,) = floor.read("warehouse.unit_contents", unit_ids=unit)
    assert floor.read("warehouse.unit_contents", ssccs=held["sscc"]) == [held]
    (demand,) = world.demands(order)
    assert [D(row["quantity"]) for row in floor.read("inventory.moves", demand_ids=demand.id)] == [D(2)]


def test_a_closed_month_is_listed() -> None:
    world = new_world()
    books = caller(world, "books")
    assert books.read("ledger.periods") == []
    books.post("ledger.close_period", {"month": "2026-01-01"})
    assert books.read("ledger.periods") == [{"month": "2026-01-01", "state": "closed"}]


@pytest.mark.parametrize(("field", "vocabulary"), [("service_class", "parties.service_classes"),
                                                   ("channel", "sales.channels")])  # fmt: skip
def test_a_word_that_nobody_knows_is_refused_with_those_that_are(
    world: World, item: int, party: int, field: str, vocabulary: str
) -> None:
    desk = program("desk")
    quote = {"party_id": party, "site_id": world.site_id, "lines": [{"item_id": item, "quantity": "1"}]}
    body = {"quotes": [quote | {field: "urgnet"}, quote]}
    refused, done = desk.post("sales.quote_orders", body)["outcomes"]
    assert (refused["status"], refused["code"], done["status"]) == ("refused", "not_a_choice", "done")
    known = [row["word"] for row in desk.read("governance.words") if row["vocabulary"] == vocabulary]
    assert refused["facts"]["allowed"] == known
    assert ", ".join(known) in refused["message"]
    assert "Policies" in refused["message"]
    draft = desk.done("sales.quote_orders", {"quotes": [quote]})[0]
    change = {"order": {"id": draft}, "quote": quote | {field: "urgnet"}}
    assert desk.post("sales.change_quote", change, 422)["field"] == field


def test_a_company_adds_words_of_its_own_by_policy() -> None:
    world = new_world()
    item, party, desk = world.item("P", price=10), world.customer(), caller(world, "desk")
    quote = {"party_id": party, "site_id": world.site_id, "lines": [{"item_id": item, "quantity": "1"}]}
    body = {"quotes": [quote | {"channel": "field_app"}]}
    assert desk.post("sales.quote_orders", body)["counts"]["refused"] == 1
    world.policy("sales.channels", words=["field_app"])
    assert desk.post("sales.quote_orders", body)["counts"]["done"] == 1
    own = [row for row in desk.read("governance.words") if row["own"]]
    assert own == [{"vocabulary": "sales.channels", "word": "field_app", "label": "Field app", "own": True}]


def test_a_handling_unit_is_of_a_known_kind(world: World, item: int, party: int) -> None:
    order = world.order(party, [(item, 2)])
    world.release(order)
    world.pick(order)
    (demand,) = world.demands(order)
    unit = {"lines": [{"demand_id": demand.id, "quantity": "1"}]}
    floor = program("floor")
    (told,) = floor.post("warehouse.pack_goods", {"units": [unit | {"kind": "pallett"}]})["outcomes"]
    assert (told["status"], told["facts"]["field"]) == ("refused", "kind")
    assert "pallet, half_pallet" in told["message"]
    floor.done("warehouse.pack_goods", {"units": [unit | {"kind": "pallet"}]})


def test_a_customer_is_of_a_known_service_class(world: World) -> None:
    masters = program("masters")
    terms = masters.read("parties.payment_terms")[0]["code"]
    customer = {"code": code(), "name": "C", "payment_terms": terms, "currency": "EUR"}
    body = {"customers": [customer | {"service_class": "gold"}, customer | {"code": code()}]}
    refused, done = masters.post("parties.save_customers", body)["outcomes"]
    assert (refused["code"], done["status"]) == ("not_a_choice", "done")
    wrong = masters.post("parties.save_customers", {"customers": [customer | {"kind": "firm"}]}, 422)
    assert (wrong["field"], wrong["facts"]["allowed"]) == ("customers[0].kind", ["org", "person"])
