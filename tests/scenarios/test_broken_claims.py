"""Stock that goes while it is claimed: who loses it, what becomes of the work on the floor, and who is told."""

from tests.world import D, World
from throughline.modules.inventory.public import Adjustment, adjust_stock


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
