"""Stock that goes while it is claimed: who loses it, what becomes of the work on the floor, and who is told."""

from tests.world import D, World
from throughline.modules.inventory.public import Adjustment, adjust_stock
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.warehouse.public import unpack_goods


def off(world: World, item: int, quantity: int) -> None:
    """Take pieces off the first bin."""
    change = Adjustment(world.site_id, world.bin("A-1"), item, D(-quantity))
    adjust_stock(world.as_("stock"), adjustments=[change], reason="Wet")
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
