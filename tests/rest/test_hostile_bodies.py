"""Bodies that no client of ours would send: twice the same field, too deep, too much, of another company, half sent."""

import json
from functools import cache
from typing import Any

import pytest

from tests.rest.caller import Caller, caller
from tests.rest.rows import changed, fingerprint
from tests.world import World, new_world

QUOTE = "/api/v1/operations/sales.quote_orders"


@cache
def company() -> tuple[World, int, int, Caller]:
    """Give one company with stock, a customer and a program of its desk."""
    world = new_world()
    return world, world.item("P", stock=100, cost=6, price=10), world.customer(), caller(world, "desk")


def body(**changes: Any) -> dict[str, Any]:
    world, item, party, _ = company()
    line = {"item_id": item, "quantity": changes.pop("quantity", "1")}
    return {"quotes": [{"party_id": party, "site_id": world.site_id, "lines": [line], **changes}]}


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ('{"quotes": [], "quotes": []}', 400),
        ('{"quotes": [{"party_id": 1, "party_id": 2}]}', 400),
        ('{"quotes": ' + "[" * 100_000 + "]" * 100_000 + "}", 400),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, 400),
        ('{"quotes": NaN}', 400),
        ('{"quotes": 1e400}', 422),
        ('{"quotes": ' + "9" * 5000 + "}", 400),
        (b"\xef\xbb\xbf{}", 400),
        (b"\xff\xfe{\x00}\x00", 400),
        ("[]", 400),
        ("null", 400),
        ('"' + "x" * 1000 + '"', 400),
        ("{}garbage", 400),
        (b"{" + b" " * 10_000_000 + b"}", 413),
    ],
    ids=["twice", "twice-inside", "lists", "objects", "nan", "huge", "digits", "bom", "utf16", "list", "null", "text",
         "rest", "10MB"],
)  # fmt: skip
def test_a_body_that_is_no_request_is_refused_and_changes_nothing(raw: str | bytes, status: int) -> None:
    _, _, _, desk = company()
    before = fingerprint()
    answer = desk.send(QUOTE, raw)
    told = json.loads(answer.content)
    assert (answer.status_code, bool(told["detail"])) == (status, True), told
    assert changed(before) == []


@pytest.mark.parametrize("quantity", ["-1", "0", "-0", "1e400", "NaN", "-Infinity", "1e-400", "0x10", "\uff11", "1_000",
                                      "9" * 40, " 1", "1,5", True, [], 10**30, -(10**30)])  # fmt: skip
def test_a_quantity_that_is_none_is_refused(quantity: Any) -> None:
    _, _, _, desk = company()
    answer = desk.send(QUOTE, body(quantity=quantity))
    told = json.loads(answer.content)
    if answer.status_code == 200:
        assert told["counts"] == {"done": 0, "held": 0, "refused": 1, "skipped": 0}, told
    else:
        assert answer.status_code == 422, told


@pytest.mark.parametrize("day", ["0000-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "2026-1-1", "20260101", 1, ""])
def test_a_day_that_is_none_is_refused(day: Any) -> None:
    _, _, _, desk = company()
    assert desk.send(QUOTE, body(requested_on=day)).status_code == 422


def test_ids_of_another_company_are_refused_wherever_they_are_nested() -> None:
    world, item, party, desk = company()
    other = new_world()
    theirs = other.order(other.customer(), [(other.item("Q", stock=9, cost=1, price=2), 1)])
    ((line, thread),) = other.rows(
        "SELECT l.id, o.thread_id FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.id = %s",
        theirs,
    )
    ours = world.order(party, [(item, 1)])
    before = other.rows("SELECT * FROM sales_order_line WHERE id = %s", line)
    for name, sent in (
        ("sales.quote_orders", body(site_id=other.site_id)),
        ("sales.confirm_orders", {"orders": [{"id": theirs}]}),
        ("sales.cancel_lines", {"orders": [theirs], "quantities": {str(line): "1"}, "reason": "x"}),
        ("sales.cancel_lines", {"orders": [ours], "quantities": {str(line): "1"}, "reason": "x"}),
        ("sales.amend_orders", {"amendments": [
            {"order": {"id": ours}, "reason": "x", "lines": [{"line_id": line, "quantity": "5"}]}]}),
        ("governance.place_holds", {"threads": [thread], "stage": "ship", "reason": "x"}),
    ):  # fmt: skip
        answer = desk.send(f"/api/v1/operations/{name}", sent)
        told = json.loads(answer.content)
        refused = answer.status_code in (403, 404, 409, 422) or told["counts"]["done"] == 0
        assert refused, (name, told)
        assert str(other.company_id) not in json.dumps(told.get("facts", {}))
    assert other.rows("SELECT * FROM sales_order_line WHERE id = %s", line) == before


CONTROLS = ["\u202eevil", "a\u200bb", "a\x1bb", "a\u2028b", "\ufeffa", "é" * 31, "a\tb", "\u0085"]


@pytest.mark.parametrize("text", CONTROLS)
def test_controls_in_a_text_are_kept_harmless_or_refused(text: str) -> None:
    """Whatever is kept comes back as it was sent, and no page or paper breaks on it."""
    _, _, _, desk = company()
    answer = desk.send(QUOTE, body(customer_po=text))
    told = json.loads(answer.content)
    assert answer.status_code in (200, 422), told
    if answer.status_code == 200 and told["counts"]["done"]:
        (number,) = [one["document"] for one in told["outcomes"]]
        assert desk.get(f"orders/{number}")["data"]
