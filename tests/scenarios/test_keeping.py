"""How long goods must keep: the lots that a customer gets, and the lot that a picker takes instead (O-16)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world import D, World, new_world
from throughline.kernel.errors import RuleViolation
from throughline.modules.sales.public import AmendmentInput, LineAmendment, amend_orders
from throughline.modules.sales.public import lines_of as order_lines
from throughline.modules.warehouse.public import PickDone, confirm_picks
from throughline.platform.operations import Versioned, reading


@pytest.fixture
def world() -> World:
    return new_world()


def two_lots(world: World) -> int:
    """Thirty pieces that keep twenty days, thirty that keep sixty."""
    item = world.item("P", price=10, lot_tracked=True)
    for lot, days in (("E1", 20), ("E2", 60)):
        world.receive(item, 30, 3, lot_code=lot, expires_on=world.today + timedelta(days=days))
    return item


def picks(world: World, order: int) -> list[tuple[str, object]]:
    """Give the lots and amounts to pick."""
    return world.rows(
        """SELECT t.code, k.quantity FROM warehouse_task k JOIN inventory_lot t ON t.id = k.lot_id
           WHERE k.demand_id = %s AND k.state = 'ready' ORDER BY 1""",
        world.demands(order)[0].id,
    )


def test_the_customer_gets_lots_that_keep_as_long_as_agreed(world: World) -> None:
    item, picky, anyone = two_lots(world), world.customer(), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=30)
    first, second = world.order(picky, [(item, 25)]), world.order(anyone, [(item, 35)])
    world.release(first)
    world.release(second)
    assert picks(world, first) == [("E2", D(25))]
    assert picks(world, second) == [("E1", D(30)), ("E2", D(5))]
    ((why,),) = world.rows("SELECT why FROM inventory_allocation WHERE demand_id = %s", world.demands(first)[0].id)
    assert why["keeps_until"] == str(world.today + timedelta(days=30))
    assert why["keeps_by"] == "inventory.keeping"
    world.verify()


def test_days_count_from_when_the_goods_are_wanted(world: World) -> None:
    item, picky = two_lots(world), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=15)
    order = world.order(picky, [(item, 5)], requested_on=world.today + timedelta(days=10))
    world.release(order)
    assert picks(world, order) == [("E2", D(5))], "E1 keeps twenty days, five too few for the day of arrival"
    world.verify()


def test_another_lot_that_keeps_too_short_is_refused(world: World) -> None:
    item, picky = two_lots(world), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=30)
    order = world.order(picky, [(item, 5)])
    world.release(order)
    (task,) = world.tasks(order)
    shorter = PickDone(task.id, D(5), "", "E1", "E2 stands behind")
    with pytest.raises(RuleViolation, match=r"Lot E1 keeps until .*; inventory\.keeping asks for .* Pick lot E2"):
        confirm_picks(world.as_("floor"), picks=[shorter]).unrefused()
    assert picks(world, order) == [("E2", D(5))]
    longer = PickDone(task.id, D(5), "", "E2")
    assert len(confirm_picks(world.as_("floor"), picks=[longer]).unrefused()) == 1
    world.verify()


def test_policy_may_let_who_has_the_right_decide(world: World) -> None:
    item, picky = two_lots(world), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=30, shorter="reason")
    order = world.order(picky, [(item, 5)])
    world.release(order)
    (task,) = world.tasks(order)
    shorter = PickDone(task.id, D(5), "", "E1", "The customer agreed")
    picker = replace(world.as_("floor"), permissions=frozenset({"warehouse.pick"}))
    with pytest.raises(RuleViolation, match="permission"):
        confirm_picks(picker, picks=[shorter]).unrefused()
    assert len(confirm_picks(world.as_("floor"), picks=[shorter]).unrefused()) == 1
    ((why,),) = world.rows("SELECT why FROM inventory_allocation WHERE company_id = %s", world.company_id)
    assert (why["instead_of_lot"], why["because"]) == ("E2", "The customer agreed")
    world.verify()


def promised(world: World, order: int) -> dict[str, object]:
    """Give what the first line of an order is promised, by source."""
    return dict(
        world.rows(
            "SELECT source, sum(quantity) FROM inventory_promise WHERE demand_id = %s GROUP BY source ORDER BY source",
            world.demands(order)[0].id,
        )
    )


def test_nothing_is_promised_of_lots_that_keep_too_short(world: World) -> None:
    """Thirty of sixty keep thirty days: who asks for it is promised thirty in all, anybody else the rest."""
    item, picky, anyone = two_lots(world), world.customer(), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=30)
    first, second, third = (world.order(who, [(item, 20)]) for who in (picky, picky, anyone))
    assert promised(world, first) == {"stock": D(20)}
    assert promised(world, second) == {"none": D(10), "stock": D(10)}
    assert promised(world, third) == {"stock": D(20)}
    ((why,),) = world.rows(
        "SELECT why FROM inventory_promise WHERE source = 'none' AND demand_id = %s", world.demands(second)[0].id
    )
    assert (why["keeps_until"], D(why["keeps_short"])) == (str(world.today + timedelta(days=30)), D(30))
    world.verify()


def test_who_waits_for_goods_that_keep_is_promised_the_next_that_do(world: World) -> None:
    item, picky = two_lots(world), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=30)
    order = world.order(picky, [(item, 50)])
    assert promised(world, order) == {"none": D(20), "stock": D(30)}
    world.receive(item, 15, 3, lot_code="E3", expires_on=world.today + timedelta(days=10))
    assert promised(world, order) == {"none": D(20), "stock": D(30)}, "E3 keeps ten days"
    world.receive(item, 15, 3, lot_code="E4", expires_on=world.today + timedelta(days=90))
    assert promised(world, order) == {"none": D(5), "stock": D(45)}
    world.release(order)
    assert picks(world, order) == [("E2", D(30)), ("E4", D(15))]
    world.verify()


def test_an_amended_day_moves_the_day_until_which_goods_must_keep(world: World) -> None:
    item, picky = two_lots(world), world.customer()
    world.policy("inventory.keeping", {"customer": picky}, days=15)
    order = world.order(picky, [(item, 10)])
    with reading(world.as_("desk")):
        (line,) = order_lines(world.as_("desk"), [order])
    change = LineAmendment(line.id, D(40), requested_on=world.today + timedelta(days=10))
    amend_orders(world.as_("desk"), amendments=[AmendmentInput(Versioned(order), "Later, and more", [change])])
    world.react()
    assert promised(world, order) == {"none": D(10), "stock": D(30)}, "E1 keeps twenty days, twenty-five are asked"
    world.verify()


def test_days_that_all_goods_must_keep_bind_promises_too(world: World) -> None:
    item = two_lots(world)
    world.policy("inventory.allocating", {}, min_remaining_days=21)
    order = world.order(world.customer(), [(item, 40)])
    assert promised(world, order) == {"none": D(10), "stock": D(30)}
    world.verify()
