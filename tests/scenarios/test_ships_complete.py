"""An order that ships complete begins only when all of it can; what has begun is served as it comes."""

from tests.world import D, World
from throughline.modules.sales.public import cancel_lines
from throughline.modules.sales.public import lines_of as order_lines
from throughline.modules.warehouse.public import release_demands
from throughline.platform.operations import reading


def allocated(world: World, order: int) -> list[int]:
    return [int(demand.allocated + demand.issued) for demand in world.demands(order)]


def test_nothing_is_picked_before_all_of_it_is_there(world: World) -> None:
    """Eight of two items; five of the first are there: nothing goes, the next customer is served, then all goes."""
    p, q = world.item("P", stock=5, cost=1, price=10), world.item("Q", stock=20, cost=1, price=10)
    whole = world.order(world.customer(), [(p, 8), (q, 8)], ship_complete=True)
    other = world.order(world.customer(), [(q, 12)])
    outcomes = world.release(whole)
    assert [(one.status, one.code) for one in outcomes] == [("skipped", "ships_complete")] * 2
    assert "ships complete, and not all of its order is there" in outcomes[0].message
    assert (allocated(world, whole), world.tasks(whole)) == ([0, 0], [])
    world.release(other)
    assert allocated(world, other) == [12]

    world.receive(p, 3, 1)
    second = world.demands(whole)[1]
    (part,) = release_demands(world.as_("floor"), demands=[second.id])
    assert part.code == "ships_complete", "one line of it alone does not go either"
    world.release(whole)
    assert allocated(world, whole) == [8, 8]
    (shipment,) = world.ship(whole)
    world.deliver(shipment)
    assert [net for _, _, net, _, _ in world.invoices()] == [D("160.00")]


def test_what_was_cancelled_is_not_waited_for(world: World) -> None:
    """The customer gives up the line that is short: the rest is all of it."""
    p, q = world.item("P", stock=5, cost=1, price=10), world.item("Q", stock=20, cost=1, price=10)
    order = world.order(world.customer(), [(p, 8), (q, 8)], ship_complete=True)
    desk = world.as_("desk")
    with reading(desk):
        first, _ = order_lines(desk, [order])
    cancel_lines(desk, orders=[order], quantities={first.id: D(8)}, reason="too late")
    world.release(order)
    assert allocated(world, order) == [0, 8]


def test_what_is_found_short_at_the_bin_is_replaced_alone(world: World) -> None:
    """Begun is begun: the piece that a picker does not find is taken from another bin, whatever else is open."""
    p, q = world.item("P", stock=8, cost=1, price=10), world.item("Q", stock=8, cost=1, price=10)
    order = world.order(world.customer(), [(p, 8), (q, 8)], ship_complete=True)
    world.release(order)
    short = {task.id: 7 for task in world.tasks(order) if task.item_id == p}
    world.pick(order, quantities=short, reason="not there")
    assert allocated(world, order) == [7, 8]
    world.receive(p, 1, 1)
    world.release(order)
    assert allocated(world, order) == [8, 8]
