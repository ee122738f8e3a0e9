"""Who loses what he waited for is dated as a new promise would be: by the lead time of policy, and explained."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.scenarios.test_recalled_lots import told, turned
from tests.world import D, World
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.sales.ui.whys import explain_promise
from throughline.platform.operations import reading
from throughline.platform.ui import formats

Pieces = list[tuple[str, int, date | None]]


def expect(world: World, item: int, quantity: int, days: int, *, ref: int = 1) -> None:
    """Expect goods of an item by a purchase order that may be announced anew."""
    due = world.today + timedelta(days=days)
    supply = NewSupply(
        "purchasing.order_line", world.company_id * 10 + ref, f"PO-{ref}", world.site_id, item, due, D(quantity)
    )
    expect_supplies(world.as_("buyer"), supplies=[supply])
    world.react()


def pieces(world: World, order: int) -> Pieces:
    """Give what an order is promised: source, quantity, day."""
    found: list[Any] = world.rows(
        "SELECT source, quantity, expected_on FROM inventory_promise WHERE demand_id = %s ORDER BY id",
        world.demands(order)[0].id,
    )
    return [(source, int(quantity), day) for source, quantity, day in found]


def why(world: World, order: int) -> str:
    """Give what the screen says of the promise of an order's line."""
    ((line,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)
    desk = world.as_("desk")
    with reading(desk), formats.standing(desk):
        return " ".join(map(str, explain_promise(desk, line).sentences))


def test_a_withdrawn_supply_leaves_a_date(world: World) -> None:
    """Pegged to an arrival in three days that is withdrawn: dated as an order of the same day would be."""
    world.policy("inventory.promising", lead_time_days=10)
    item, party = world.item("P", price=10), world.customer(limit=9000)
    expect(world, item, 10, 3)
    order = world.order(party, [(item, 10)])
    assert [source for source, *_ in pieces(world, order)] == ["supply"]
    expect(world, item, 0, 3)
    fresh = world.order(party, [(item, 10)])
    ((source, quantity, day),) = pieces(world, order)
    assert (source, quantity) == ("none", 10)
    assert day is not None
    assert pieces(world, fresh) == [("none", 10, day)]
    assert told(world) == [(order, "sales.amend_orders")]
    ((title,),) = world.rows("SELECT title FROM governance_exception WHERE kind = 'promise_at_risk'")
    assert title.endswith(f"to {day}")
    assert "Nothing known covers 10; inventory.promising gives 10 working days from" in why(world, order)
    assert why(world, order) == why(world, fresh)
    world.verify()


def test_without_a_lead_time_there_is_no_date_and_the_answer_says_so(world: World) -> None:
    """The company promises no date when nothing is in sight: neither to a new order nor to one that lost its goods."""
    item, party = world.item("P", price=10), world.customer(limit=9000)
    expect(world, item, 10, 3)
    order = world.order(party, [(item, 10)])
    expect(world, item, 4, 3)
    assert pieces(world, order)[-1] == ("none", 6, None)
    assert "Nothing known covers 6, and no policy gives a lead time: it has no date." in why(world, order)
    world.verify()


def test_a_date_once_given_stays_until_more_is_lost(world: World) -> None:
    """What had a date keeps it when others move; what is lost later comes no earlier than a new promise of that day."""
    world.policy("inventory.promising", lead_time_days=10)
    item, party = world.item("P", price=10), world.customer(limit=9000)
    expect(world, item, 6, 3)
    order = world.order(party, [(item, 10)])
    ((_, _, first),) = [one for one in pieces(world, order) if one[0] == "none"]
    world.later(7)
    expect(world, item, 6, 1)
    assert ("none", 4, first) in pieces(world, order)
    expect(world, item, 2, 1)
    fresh = world.order(party, [(item, 1)])
    ((_, _, later),) = pieces(world, fresh)
    assert later is not None
    assert first is not None
    assert later > first
    assert ("none", 8, later) in pieces(world, order)
    world.verify()


@pytest.mark.parametrize("service_class", ["standard", "urgent"])
def test_a_recalled_lot_leaves_a_date_by_the_service_class(world: World, service_class: str) -> None:
    """The lead time is asked for the line's own service class, and the cut-off of its site counts."""
    world.policy("inventory.promising", lead_time_days=20)
    world.policy("inventory.promising", {"service_class": "urgent"}, lead_time_days=5)
    item, party = world.item("P", price=10, lot_tracked=True), world.customer(limit=9000)
    world.receive(item, 10, 4, lot_code="L1", expires_on=world.today + timedelta(days=300))
    order = world.order(party, [(item, 10)], service_class=service_class)
    turned(world, item, "L1", "available", "blocked")
    fresh = world.order(party, [(item, 10)], service_class=service_class)
    assert pieces(world, order) == pieces(world, fresh)
    assert pieces(world, order)[0][2] is not None
    turned(world, item, "L1", "blocked", "available")
    assert told(world) == []
    world.verify()
