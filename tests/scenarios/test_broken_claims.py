"""Stock that goes while it is claimed: who loses it, what becomes of the work on the floor, and who is told."""

import pytest

from tests.world import D, World
from throughline.kernel.errors import RuleViolation
from throughline.modules.inventory.public import Adjustment, adjust_stock
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.warehouse.public import PickDone, confirm_picks, unpack_goods


def wet(world: World, item: int, quantity: int) -> None:
    """Take pieces off the first bin; nothing follows from it yet."""
    change = Adjustment(world.site_id, world.bin("A-1"), item, D(-quantity))
    adjust_stock(world.as_("stock"), adjustments=[change], reason="Wet")


def off(world: World, item: int, quantity: int) -> None:
    """Take pieces off the first bin, and let follow what follows."""
    wet(world, item, quantity)
    world.react()


def test_work_on_goods_that_are_gone_is_withdrawn(world: World) -> None:
    """Two are to be picked, ten each; fifteen of twenty are wet: the last loses its task, the first half of it."""
    p = world.item("P", stock=20, cost=5, price=10)
    first, last = world.order(world.customer(), [(p, 10)]), world.order(world.customer(), [(p, 10)])
    world.release(first, last)
    off(world, p, 15)
    assert [task.quantity for task in world.tasks(first)] == [D(5)]
    assert world.tasks(last) == []
    world.pick(first)
    world.receive(p, 15, 5)
    world.release(first, last)
    assert [task.quantity for task in world.tasks(first)] == [D(5)]
    assert [task.quantity for task in world.tasks(last)] == [D(10)]
    world.pick(first, last)
    world.deliver(*world.dispatch(world.pack(first, last)))
    assert [net for _, _, net, _, _ in world.invoices()] == [D(100), D(100)]


@pytest.mark.parametrize(("gone", "found", "goes"), [(6, 4, 4), (6, 1, 1), (10, 0, 0)])
def test_who_picks_before_the_task_is_fitted_loses_what_is_claimed_and_no_more(
    world: World, gone: int, found: int, goes: int
) -> None:
    """A picker stands at the bin while another counts it down: all ten are refused; what he finds goes, once."""
    p = world.item("P", stock=10, cost=5, price=10)
    order = world.order(world.customer(), [(p, 10)])
    world.release(order)
    (task,) = world.tasks(order)
    wet(world, p, gone)
    with pytest.raises(RuleViolation):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(10))]).unrefused()
    confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(found), "not there")]).unrefused()
    world.react()
    assert world.tasks(order) == []
    assert world.rows(
        "SELECT quantity_allocated, quantity_picked FROM inventory_demand WHERE company_id = %s", world.company_id
    ) == [(D(goes), D(goes))]
    assert world.rows(
        "SELECT coalesce(sum(on_hand), 0) FROM inventory_balance WHERE company_id = %s AND status = 'blocked'",
        world.company_id,
    ) == [(D(10 - gone - goes),)]


def test_the_customer_line_shows_what_is_not_allocated_any_more(world: World) -> None:
    """The order's progress falls with the claim, and its promise is at risk in the open."""
    p = world.item("P", stock=10, cost=5, price=10)
    order = world.order(world.customer(), [(p, 10)])
    world.release(order)
    off(world, p, 4)
    assert world.rows("SELECT quantity_allocated FROM inventory_demand WHERE company_id = %s", world.company_id) == [
        (D(6),)
    ]
    assert world.rows(
        "SELECT kind FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL", world.company_id
    ) == [("promise_at_risk",)]
    world.receive(p, 4, 5)
    assert (
        world.rows(
            "SELECT kind FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL", world.company_id
        )
        == []
    )


def test_packed_goods_that_are_gone_keep_their_load_here_and_no_other(world: World) -> None:
    """Four of ten packed fall off the stage: that load stays, the other leaves; six are packed anew and four follow."""
    p = world.item("P", stock=20, cost=5, price=10)
    hurt, good = world.order(world.customer(), [(p, 10)]), world.order(world.customer(), [(p, 5)])
    world.release(hurt)
    world.pick(hurt)
    (unit,) = world.pack(hurt)
    ((stage,),) = world.rows(
        """SELECT b.location_id FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           WHERE b.item_id = %s AND l.kind = 'stage' AND b.on_hand > 0""",
        p,
    )
    gone = Adjustment(world.site_id, stage, p, D(-4))
    adjust_stock(world.as_("stock"), adjustments=[gone], reason="Fell off the stage")
    world.react()
    world.release(good)
    world.pick(good)
    (fine,) = world.pack(good)
    stays, leaves = dispatch_units(world.as_("floor"), loads=[Load([unit]), Load([fine])])
    assert (stays.status, stays.code, leaves.status) == ("refused", "packed_not_picked", "done")
    assert "holds 4 more than is picked" in stays.message
    unpack_goods(world.as_("floor"), units=[unit], reason="Four are gone")
    world.deliver(*world.dispatch(world.pack(hurt)))
    world.deliver(*world.ship(hurt))
    assert [net for _, _, net, _, _ in world.invoices()] == [D(60), D(40)]
    assert world.on_hand(p) == D(1)
