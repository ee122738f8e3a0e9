"""What somebody else must decide, over HTTP: discounts, credit, conflicting duties, and what makes a decision void."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rest.caller import Caller, caller, permit
from tests.world import World, new_world
from throughline.platform.models import Role, RoleAssignment


@pytest.fixture
def world() -> World:
    return new_world()


def quoted(world: World, desk: Caller, party: int, item: int, quantity: str, **more: Any) -> int:
    """Quote a line of an item."""
    (order,) = desk.done("sales.quote_orders", {"quotes": [quote(world, party, item, quantity, **more)]})
    return order


def quote(world: World, party: int, item: int, quantity: str, **more: Any) -> dict[str, Any]:
    """Write a quote of one line."""
    line = {"item_id": item, "quantity": quantity, **more}
    return {"party_id": party, "site_id": world.site_id, "lines": [line]}


def confirmed(desk: Caller, order: int) -> dict[str, Any]:
    """Try to confirm an order; give what came of it."""
    answer = desk.post("sales.confirm_orders", {"orders": [{"id": order}]})
    return dict(answer["outcomes"][0])


def holds_of(program: Caller, order: int) -> dict[str, int]:
    """Give the holds that stand on an order, by what they are for."""
    (facts,) = program.read("sales.orders_by_id", ids=[order])
    return {one["code"]: one["id"] for one in program.read("governance.holds", thread_ids=[facts["thread_id"]])}


def state(program: Caller, order: int) -> str:
    """Give the state of an order."""
    return str(program.read("sales.orders_by_id", ids=[order])[0]["state"])


def refused(program: Caller, deed: dict[str, object]) -> str:
    """Try to decide one hold, and give why it is refused."""
    (outcome,) = program.post("governance.decide_holds", deed)["outcomes"]
    assert outcome["status"] == "refused"
    return str(outcome["code"])


def test_a_discount_is_decided_by_who_sets_prices(world: World) -> None:
    """Eight percent where five are allowed wait for pricing; the desk cannot; twelve after that wait anew."""
    world.policy("sales.discount_limit", percent="5")
    item, party = world.item("P", stock=100, cost=20, price=46), world.customer()
    desk, pricing = caller(world, "desk"), caller(world, "pricing")
    order = quoted(world, desk, party, item, "10", discount_percent="8")
    assert confirmed(desk, order)["status"] == "held"
    ((code, hold),) = holds_of(desk, order).items()
    deed = {"holds": [hold], "reason": "Long-standing customer"}
    assert refused(desk, deed) == "duty_missing"
    assert (holds_of(desk, order), state(desk, order)) == ({code: hold}, "quoted")
    for _ in range(2):
        assert pricing.post("governance.decide_holds", deed, Idempotency_Key="d-1")["counts"]["done"] == 1
    world.react()
    assert state(desk, order) == "confirmed"
    (line,) = desk.read("sales.order_lines", order_ids=[order])
    assert line["net"] == "423.20"
    more = {"line_id": line["id"], "quantity": "10", "discount_percent": "12"}
    amend = {"amendments": [{"order": {"id": order}, "reason": "More off", "lines": [more]}]}
    waits = desk.post("sales.amend_orders", amend)
    assert waits["counts"]["held"] == 1, "an approval of eight percent covers no twelve"
    assert desk.read("sales.order_lines", order_ids=[order])[0]["net"] == "423.20"
    world.verify()


def test_an_approval_is_void_when_the_quote_changes(world: World) -> None:
    """Pricing approves eight percent while credit waits; nine percent need pricing again."""
    world.policy("sales.discount_limit", percent="5")
    item, party = world.item("P", stock=100, cost=20, price=100), world.customer(limit=100)
    desk, pricing, credit = (caller(world, person) for person in ("desk", "pricing", "credit"))
    order = quoted(world, desk, party, item, "10", discount_percent="8")
    confirmed(desk, order)
    (discount,) = set(holds_of(desk, order)) - {"credit_limit"}
    held = holds_of(desk, order)[discount]
    pricing.post("governance.decide_holds", {"holds": [held], "reason": "Agreed"})
    world.react()
    assert (set(holds_of(desk, order)), state(desk, order)) == ({"credit_limit"}, "quoted")

    etag = desk.fetch(f"orders/{order}")["ETag"]
    change = {"order": {"id": order}, "quote": quote(world, party, item, "10", discount_percent="9")}
    desk.post("sales.change_quote", change, If_Match=etag)
    assert desk.post("sales.change_quote", change, 412, If_Match=etag)["code"] == "stale_version"
    confirmed(desk, order)
    assert set(holds_of(desk, order)) == {discount}, "what was approved were eight percent"
    pricing.post("governance.decide_holds", {"holds": [holds_of(desk, order)[discount]], "reason": "Agreed again"})
    world.react()
    assert (set(holds_of(desk, order)), state(desk, order)) == ({"credit_limit"}, "quoted")
    credit.post("governance.decide_holds", {"holds": [holds_of(desk, order)["credit_limit"]], "reason": "Paid"})
    world.react()
    assert state(desk, order) == "confirmed"
    assert desk.read("sales.order_lines", order_ids=[order])[0]["net"] == "910.00"


def test_credit_over_the_limit_is_refused_with_a_reason_and_the_quote_stays(world: World) -> None:
    """A refusal leaves the quote a quote; less of it passes without anybody."""
    item, party = world.item("P", stock=100, cost=20, price=50), world.customer(limit=600)
    desk, credit = caller(world, "desk"), caller(world, "credit")
    order = quoted(world, desk, party, item, "11")
    assert confirmed(desk, order)["code"] == "credit_limit"
    refuse = {"holds": [holds_of(credit, order)["credit_limit"]], "release": False, "reason": "They pay late"}
    credit.post("governance.decide_holds", refuse)
    world.react()
    assert state(desk, order) == "quoted"
    (decision,) = desk.read("governance.decisions", subject_kind="sales.order", subject_ids=[order])
    assert (decision["decision"], decision["reason"]) == ("refused", "They pay late")
    assert refused(credit, refuse | {"release": True}) == "hold_unknown"
    change = {"order": {"id": order}, "quote": quote(world, party, item, "10")}
    desk.post("sales.change_quote", change)
    assert confirmed(desk, order)["status"] == "done"
    (shown,) = credit.read("settlement.credit", party_ids=[party])
    assert (shown["exposure"], shown["credit_limit"]) == ("600.00", "600.00")


def test_who_holds_two_duties_decides_on_no_order_of_the_own(world: World) -> None:
    """Order entry and credit conflict; with a recorded exception the own order is still for somebody else."""
    item, party = world.item("P", stock=100, cost=20, price=50), world.customer(limit=100)
    desk, admin, credit = (caller(world, person) for person in ("desk", "admin", "credit"))
    order = quoted(world, desk, party, item, "10")
    confirmed(desk, order)
    deed = {"holds": [holds_of(desk, order)["credit_limit"]], "reason": "Both hats on"}
    permit_credit(world, "desk")
    today = datetime.now(UTC).date()
    assert refused(desk, deed) == "duties_conflict"
    exception = {"user_id": world.people["desk"], "duty": "order entry", "conflicting": "credit",
                 "reason": "Holiday of the credit controller", "valid_to": str(today + timedelta(days=9)),
                 "approved_by": world.people["books"]}  # fmt: skip
    permit(world, "books", "governance.me")
    too_long = exception | {"valid_to": str(today + timedelta(days=9000))}
    told = admin.post("governance.record_duty_exceptions", {"exceptions": [too_long]}, 422)
    assert told["field"].endswith("valid_to")
    admin.post("governance.record_duty_exceptions", {"exceptions": [exception]})
    assert refused(desk, deed) == "own_document"
    assert credit.post("governance.decide_holds", deed)["counts"]["done"] == 1
    world.react()
    assert state(desk, order) == "confirmed"


def permit_credit(world: World, person: str) -> None:
    """Give somebody the duty of credit beside the own."""
    role = Role.objects.using("owner").create(
        code=f"credit-{world.company_id}", name="Credit", permissions=[], duties=["credit"]
    )
    RoleAssignment.objects.using("owner").create(
        user_id=world.people[person], role_id=role.pk, company_id=world.company_id
    )
