"""What the door refuses: with which status, naming which field, and changing nothing."""

import json
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.rest.caller import Caller, caller, permit
from tests.rest.rows import changed, fingerprint
from tests.world import World, new_world

QUOTE = "/api/v1/operations/sales.quote_orders"


@cache
def company() -> tuple[World, Caller]:
    """Give one company and a program of its desk for all refusals: none of them leaves a trace."""
    world = new_world()
    return world, caller(world, "desk")


@pytest.fixture
def world() -> World:
    return company()[0]


@pytest.fixture
def desk() -> Caller:
    return company()[1]


def quote(world: World, **more: Any) -> dict[str, Any]:
    """Give a quote of one line that is good to begin with."""
    line = {"item_id": 1, "quantity": "1"}
    return {"quotes": [{"party_id": 1, "site_id": world.site_id, "lines": [line], **more}]}


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ("{", 400, "broken_json", None),
        ("[]", 400, "not_an_object", None),
        (b'{"quotes": "\xff"}', 400, "not_utf8", None),
        ('{"quotes": NaN}', 400, "broken_json", None),
        ('{"quotes": [], "quotes": []}', 400, "broken_json", None),
        ("[" * 5000, 400, "too_deep", None),
        ('{"a": ' + "9" * 5000 + "}", 400, "broken_json", None),
        ('{"colour": 1, "quotes": []}', 422, "unknown_field", "colour"),
        ("{}", 422, "missing", "quotes"),
        ('{"quotes": {}}', 422, "not_a_list", "quotes"),
        ('{"quotes": [{"party_id": 1, "site_id": 1, "lines": [{"item_id": 1, "quantity": 1e400}]}]}', 422,
         "out_of_range", "quotes[0].lines[0].quantity"),
        ('{"quotes": [{"party_id": 9223372036854775808, "site_id": 1, "lines": []}]}', 422, "out_of_range",
         "quotes[0].party_id"),
        ('{"quotes": [{"party_id": true, "site_id": 1, "lines": []}]}', 422, "not_a_number", "quotes[0].party_id"),
        ('{"quotes": [{"party_id": 1, "site_id": 1, "lines": [{"item_id": 1, "quantity": "0.0000001"}]}]}', 422,
         "too_fine", "quotes[0].lines[0].quantity"),
        ('{"quotes": [{"party_id": 1, "site_id": 1, "lines": [], "customer_po": "a\\u0000"}]}', 422, "not_a_text",
         "quotes[0].customer_po"),
        ('{"quotes": [{"party_id": 1, "site_id": 1, "lines": [], "requested_on": "2026-02-30"}]}', 422, "not_a_date",
         "quotes[0].requested_on"),
    ],
)  # fmt: skip
def test_a_body_that_does_not_fit_is_refused_by_the_path_of_its_field(
    desk: Caller, body: str | bytes, status: int, code: str, field: str | None
) -> None:
    before = fingerprint()
    answer = desk.send(QUOTE, body)
    told = json.loads(answer.content)
    assert (answer.status_code, told["code"], told.get("field")) == (status, code, field)
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(told)
    assert changed(before) == []


def test_a_set_too_large_and_a_body_too_large_are_refused_with_the_limit(desk: Caller) -> None:
    many = desk.send("/api/v1/operations/warehouse.release_demands", {"demands": list(range(1001))})
    assert (many.status_code, json.loads(many.content)["code"]) == (422, "too_many")
    huge = desk.send(QUOTE, '{"quotes": "' + "x" * (2 * 1024 * 1024) + '"}')
    assert (huge.status_code, json.loads(huge.content)["code"]) == (413, "too_large")


def test_other_content_is_refused(desk: Caller) -> None:
    headers = {"Authorization": f"Bearer {desk.secret}"}
    answer = desk.client.post(QUOTE, "quotes=1", content_type="application/x-www-form-urlencoded", headers=headers)
    assert answer.status_code == 415


def test_what_is_not_there_is_said_in_the_words_of_the_door(desk: Caller) -> None:
    assert desk.get("nothing", 404)["code"] == "no_such_address"
    assert desk.post("sales.sing", {}, 404)["code"] == "operation_unknown"
    assert desk.get("reads/sales.songs", 404)["code"] == "read_unknown"
    assert desk.get("orders/999999999", 404)["code"] == "order_unknown"
    assert desk.get("orders/99999999999999999999", 404)["status"] == 404
    answer = desk.fetch("operations/sales.quote_orders")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("address", "code", "field"),
    [
        ("orders?colour=red", "unknown_parameter", "colour"),
        ("orders?site=999999", "not_a_choice", "site"),
        ("orders?customer=99999999999999999999", "not_an_id", "customer"),
        ("orders?before=2026-02-30", "not_a_date", "before"),
        ("orders?sort=colour", "sort_unknown", "sort"),
        ("orders?size=1000", "out_of_range", "size"),
        ("orders?after=2026-13-45~1", "cursor_unknown", "after"),
        ("orders?view=mine", "view_unknown", "view"),
        ("orders?q=%00", "not_a_text", "q"),
        ("reads/inventory.availability", "missing", "site_id"),
        ("reads/inventory.availability?site_id=x", "not_a_number", "site_id"),
        ("reads/sales.orders?limit=9999", "out_of_range", "limit"),
    ],
)
def test_an_address_that_does_not_fit_is_refused_by_name(desk: Caller, address: str, code: str, field: str) -> None:
    told = desk.get(address, 422)
    assert (told["code"], told["field"]) == (code, field)


def test_nobody_gets_in_without_a_token_or_a_session() -> None:
    for secret in ("", "tl_nonsense", "x" * 500, "tl_ü"):
        answer = Caller(secret).fetch("orders")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_what_is_not_permitted_is_refused(world: World) -> None:
    reader = caller(world, "floor", "sales.order.read")
    before = fingerprint()
    assert reader.post("sales.quote_orders", quote(world), 403)["code"] == "permission_missing"
    assert reader.get("invoices", 403)["code"] == "permission_missing"
    assert reader.get("reads/ledger.trial_balance", 403)["facts"] == {"permission": "ledger.entry.read"}
    assert changed(before) == []


def test_a_session_reads_and_changes_with_the_token_of_its_page_only(world: World) -> None:
    user = permit(world, "masters")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    assert browser.get("/api/v1/reads/governance.me").status_code == 200
    bare = browser.post("/api/v1/operations/ledger.set_up_books", "{}", content_type="application/json")
    assert (bare.status_code, json.loads(bare.content)["code"]) == (403, "csrf")
    browser.get("/api/")
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    done = browser.post(
        "/api/v1/operations/ledger.set_up_books", "{}", content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert done.status_code == 200, done.content


def test_what_a_table_cannot_keep_names_its_field(world: World) -> None:
    buyer = caller(world, "buyer")
    supply = {"ref_kind": "purchasing.order_line", "ref_id": 7, "site_id": world.site_id, "item_id": world.item("T")}
    supply |= {"label": "x" * 300, "due_on": "2026-12-24", "quantity": "50"}
    told = buyer.post("inventory.expect_supplies", {"supplies": [supply]}, 422)
    assert (told["code"], told["field"]) == ("too_long", "supplies[0].label")


def test_what_the_database_would_refuse_names_its_field(world: World) -> None:
    stock = caller(world, "stock")
    change = {"site_id": world.site_id, "location_id": world.bin("A-1"), "item_id": 987654321, "quantity": "1"}
    told = stock.post("inventory.adjust_stock", {"adjustments": [change], "reason": "Found"}, 404)
    assert (told["code"], told["field"]) == ("item_unknown", "item_id")
    odd = {**change, "item_id": world.item("S"), "status": "mislaid"}
    refused = stock.post("inventory.adjust_stock", {"adjustments": [odd], "reason": "x"}, 422)
    assert (refused["field"], "quarantine" in refused["facts"]["allowed"]) == ("adjustments[0].status", True)
    elsewhere = {**odd, "status": "available", "site_id": world.site_id + 999}
    assert stock.post("inventory.adjust_stock", {"adjustments": [elsewhere], "reason": "x"}, 404)["status"] == 404
