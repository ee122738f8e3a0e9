"""An order is amended while the floor releases it: whoever comes first, nothing is claimed twice or left behind."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.concurrency.processes import at_once
from tests.world import D, World, new_world
from throughline.modules.sales.public import AmendmentInput, LineAmendment, amend_orders
from throughline.modules.sales.public import lines_of as order_lines
from throughline.modules.warehouse.public import release_demands
from throughline.platform.operations import Outcomes, Versioned, reading

STOCK = 60


@pytest.fixture
def world() -> World:
    return new_world()


def amending(world: World, order: int, quantity: int) -> Callable[[], Outcomes]:
    """Give the deed that asks for another quantity of an order's only line."""
    ctx = world.as_("desk")
    with reading(ctx):
        (line,) = order_lines(ctx, [order])
    change = LineAmendment(line.id, quantity=D(quantity))
    asked = AmendmentInput(Versioned(order), "Customer called", [change])
    return lambda: amend_orders(world.as_("desk"), amendments=[asked])


def releasing(world: World, order: int) -> Callable[[], Outcomes]:
    """Give the deed that releases an order."""
    demands = [one.id for one in world.demands(order)]
    return lambda: release_demands(world.as_("floor"), demands=demands)


def claims(world: World, order: int) -> tuple[Any, Any, Any]:
    """Give what an order's demand asks for, what is allocated to it, and what tasks are to pick for it."""
    (demand,) = world.demands(order)
    ((allocated,),) = world.rows(
        "SELECT coalesce(sum(quantity), 0) FROM inventory_allocation WHERE demand_id = %s AND NOT is_cancelled",
        demand.id,
    )
    tasks = (
        "SELECT coalesce(sum(quantity), 0) FROM warehouse_task WHERE demand_id = %s AND state = 'ready' AND kind = %s"
    )
    ((to_pick,),) = world.rows(tasks, demand.id, "pick")
    return D(demand.quantity - demand.cancelled), D(allocated), D(to_pick)


@pytest.mark.parametrize("quantity", [4, 15], ids=["less", "more"])
@pytest.mark.parametrize("amended_first", [True, False], ids=["amended-first", "released-first"])
def test_whoever_comes_first_the_other_finds_what_is_left(world: World, quantity: int, amended_first: bool) -> None:
    item = world.item("P", stock=STOCK, cost=5, price=10)
    order = world.order(world.customer(), [(item, 10)])
    deeds = [amending(world, order, quantity), releasing(world, order)]
    for deed in deeds if amended_first else deeds[::-1]:
        deed()
        world.react()
    wanted, allocated, to_pick = claims(world, order)
    assert wanted == quantity
    assert allocated == to_pick <= wanted
    if quantity < 10 or amended_first:
        assert allocated == wanted
    world.verify()


@pytest.mark.slow
@pytest.mark.parametrize("quantity", [4, 15], ids=["less", "more"])
def test_at_the_same_moment_nothing_is_claimed_beyond_what_is_wanted(world: World, quantity: int) -> None:
    """Five orders, each amended and released by two processes at once; the lock on the demand lets one wait."""
    item = world.item("P", stock=STOCK, cost=5, price=10)
    party = world.customer()
    orders = [world.order(party, [(item, 10)]) for _ in range(5)]
    deeds = [deed for order in orders for deed in (amending(world, order, quantity), releasing(world, order))]
    answers = at_once(deeds)
    assert [answer for answer in answers if not isinstance(answer, Outcomes)] == []
    world.react()
    world.verify()
    for order in orders:
        wanted, allocated, to_pick = claims(world, order)
        assert wanted in (10, quantity)
        assert allocated == to_pick <= wanted
    world.release(*orders)
    for order in orders:
        world.pick(order)
    world.deliver(*(shipment for order in orders for shipment in world.dispatch(world.pack(order))))
    world.bill()
    world.verify()
