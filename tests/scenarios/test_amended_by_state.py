"""The same change asked at every stage of an order: more, less, another price, another day, another address."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import D, World
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.parties.testing import address
from throughline.modules.sales.public import AmendmentInput, LineAmendment, amend_orders, cancel_lines
from throughline.modules.sales.public import lines_of as order_lines
from throughline.modules.warehouse.public import confirm_put_backs, unpack_goods
from throughline.platform.operations import Outcome, Versioned, reading

STAGES = ("promised", "allocated", "picked", "packed", "partly shipped", "partly billed")


def brought_to(world: World, order: int, stage: str, quantities: int = 6) -> None:
    """Bring an order of ten to a stage; partly shipped and billed are six of it."""
    if stage == "promised":
        return
    world.release(order)
    if stage == "allocated":
        return
    partly = stage.startswith("partly")
    tasks = world.tasks(order)
    world.pick(order, quantities={tasks[0].id: quantities} if partly else None, reason="Found no more")
    if stage == "picked":
        return
    units = world.pack(order)
    if partly:
        (shipment,) = world.dispatch(units)
        if stage == "partly billed":
            world.deliver(shipment)


def line_of(world: World, order: int) -> Any:
    """Give the first line of an order."""
    with reading(world.as_("desk")):
        return order_lines(world.as_("desk"), [order])[0]


def amend(world: World, order: int, change: LineAmendment | None = None, **more: Any) -> Outcome:
    """Amend an order."""
    asked = AmendmentInput(Versioned(order), "Customer called", [change] if change else [], **more)
    (outcome,) = amend_orders(world.as_("desk"), amendments=[asked])
    world.react()
    return outcome


@pytest.mark.parametrize("stage", STAGES)
def test_more_is_promised_at_every_stage(world: World, stage: str) -> None:
    """Ten become fourteen: four more are claimed, whatever has happened to the ten."""
    p = world.item("P", stock=30, cost=5, price=10)
    order = world.order(world.customer(limit=1000), [(p, 10)])
    brought_to(world, order, stage)
    outcome = amend(world, order, LineAmendment(line_of(world, order).id, D(14)))
    assert outcome.status == "done", outcome
    assert line_of(world, order).net == D(140)
    assert world.rows("SELECT receivable + committed FROM settlement_credit_account") == [(D(168),)]


@pytest.mark.parametrize("stage", STAGES)
def test_less_is_given_back_at_every_stage(world: World, stage: str) -> None:
    """Ten become seven: three are free at once, or after the put-back; packed goods are unpacked first, in words."""
    p = world.item("P", stock=10, cost=5, price=10)
    order = world.order(world.customer(limit=1000), [(p, 10)])
    brought_to(world, order, stage)
    outcome = amend(world, order, LineAmendment(line_of(world, order).id, D(7)))
    assert outcome.status == "done", outcome
    line = line_of(world, order)
    assert (line.quantity_stock, line.cancelled) == (D(10), D(3))
    assert world.rows("SELECT receivable + committed FROM settlement_credit_account") == [(D(84),)]
    backs = world.tasks(order, kind="put_back")
    assert sum((task.quantity for task in backs), D(0)) == (3 if stage in ("picked", "packed") else 0)
    if backs:
        assert world.free(p) == D(0), "what is not back is nobody's yet"
        confirm_put_backs(world.as_("floor"), tasks=[task.id for task in backs]).unrefused()
        world.react()
    if stage in ("promised", "allocated", "picked", "packed"):
        assert world.free(p) == D(3)
    if stage == "packed":
        units = world.rows("SELECT id FROM warehouse_handling_unit WHERE company_id = %s", world.company_id)
        (stays,) = dispatch_units(world.as_("floor"), loads=[Load([units[0][0]])])
        assert (stays.status, stays.code) == ("refused", "packed_not_picked")
        assert "holds 3 more" in stays.message
        unpack_goods(world.as_("floor"), units=[units[0][0]], reason="Three cancelled")
        world.deliver(*world.dispatch(world.pack(order)))
        assert [net for _, _, net, _, _ in world.invoices()] == [D(70)]
        assert world.on_hand(p) == D(3)


@pytest.mark.parametrize("stage", STAGES)
def test_another_price_counts_for_what_is_not_billed(world: World, stage: str) -> None:
    """Ten at 10.00 become 9.00: all ten, or the four that are not billed at their price yet."""
    p = world.item("P", stock=30, cost=5, price=10)
    order = world.order(world.customer(limit=1000), [(p, 10)])
    brought_to(world, order, stage)
    line = line_of(world, order)
    outcome = amend(world, order, LineAmendment(line.id, D(10), unit_price=D(9)))
    if outcome.status == "refused":
        assert stage == "packed", outcome
        return
    assert outcome.status == "done", outcome
    with reading(world.as_("desk")):
        found = order_lines(world.as_("desk"), [order])
    total = sum(one.net * (one.quantity_stock - one.cancelled) / one.quantity_stock for one in found)
    assert total == (D(96) if stage == "partly billed" else D(90))
    if stage == "partly shipped":
        ((shipment,),) = world.rows("SELECT id FROM logistics_shipment WHERE company_id = %s", world.company_id)
        world.deliver(shipment)
        assert [net for _, _, net, _, _ in world.invoices()] == [D(54)]


@pytest.mark.parametrize("stage", STAGES)
def test_another_day_and_address(world: World, stage: str) -> None:
    """A later day is good at every stage; another address as long as nothing is packed for the old one."""
    p = world.item("P", stock=30, cost=5, price=10)
    party = world.customer()
    order = world.order(party, [(p, 10)])
    brought_to(world, order, stage)
    day = world.today + timedelta(days=9)
    assert amend(world, order, LineAmendment(line_of(world, order).id, D(10), requested_on=day)).status == "done"
    assert line_of(world, order).promised == day
    other = address(world.as_("masters"), party)
    moved = amend(world, order, ship_to_id=other)
    assert moved.status == ("refused" if stage == "packed" else "done"), moved


@pytest.mark.parametrize("stage", STAGES)
def test_the_rest_is_cancelled_at_every_stage(world: World, stage: str) -> None:
    """What has left stays and is billed; the rest is free, at once or after the put-back; the order is done."""
    p = world.item("P", stock=10, cost=5, price=10)
    order = world.order(world.customer(limit=1000), [(p, 10)])
    brought_to(world, order, stage)
    (outcome,) = cancel_lines(world.as_("desk"), orders=[order], reason="Not needed")
    world.react()
    assert outcome.status == "done", outcome
    (again,) = cancel_lines(world.as_("desk"), orders=[order], reason="Not needed")
    assert again.status in ("done", "skipped", "refused")
    backs = world.tasks(order, kind="put_back")
    assert sum((task.quantity for task in backs), D(0)) == (10 if stage in ("picked", "packed") else 0)
    if backs:
        confirm_put_backs(world.as_("floor"), tasks=[task.id for task in backs]).unrefused()
        world.react()
    if stage == "partly shipped":
        ((shipment,),) = world.rows("SELECT id FROM logistics_shipment WHERE company_id = %s", world.company_id)
        world.deliver(shipment)
    left = D(6) if stage.startswith("partly") else D(0)
    assert [net for _, _, net, _, _ in world.invoices()] == ([left * 10] if left else [])
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",) if left else ("cancelled",)]
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(D(0),)]
