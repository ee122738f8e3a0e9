"""What a list sums of an order in the database is what its page sums of its lines."""

from tests.giving_up import given_up
from tests.world import D, new_world
from throughline.modules.sales.queries.orders import orders
from throughline.modules.sales.ui.progress import gather, gather_sums
from throughline.modules.sales.ui.status import now_of
from throughline.modules.sales.ui.thread import line_of
from throughline.platform.operations import reading
from throughline.platform.ui import formats, mini


def test_lists_and_pages_agree_at_every_station() -> None:
    """Quoted, waiting for goods, released, picked, refused in part, billed and paid: the same figures and words."""
    world = new_world()
    ball, bat = world.item("ball", stock=60, cost=3, price="9.99"), world.item("bat", stock=7, cost=3, price="3.33")
    party = world.customer()
    several = [world.order(party, [(ball, 3), (bat, 1)]) for _ in range(5)]
    short = world.order(party, [(ball, 1), (bat, 9)])
    quoted = world.quote(party, [(ball, 2)])
    world.release(*several[1:])
    world.pick(*several[2:])
    sent = world.dispatch(world.pack(*several[3:4]))
    away = world.dispatch(world.pack(*several[4:]))
    demand = {number: 1 for number in [line for (line,) in world.rows(
        "SELECT id FROM logistics_shipment_line WHERE shipment_id = ANY(%s) ORDER BY id LIMIT 1", sent)]}  # fmt: skip
    world.deliver(*sent, refused=demand)
    assert away
    world.react()
    given_up(world, ball, party)
    world.policy("billing.waiving", limit_without_approval=None)
    given_up(world, world.item("hat", stock=2, cost=1, price="3.33"), party)
    taken = [number for (number,) in world.rows("SELECT id FROM sales_order ORDER BY id DESC LIMIT 2")]
    ctx = world.as_("desk")
    with reading(ctx), formats.standing(ctx):
        found = list(orders(ctx, [*several, short, quoted, *taken]).values())
        whole, summed = gather(ctx, found), gather_sums(ctx, found)
        for order in found:
            one, other = whole[order.id], summed[order.id]
            assert one.sums == other.sums, order.number
            assert now_of(one, ctx.today) == now_of(other, ctx.today)
            assert mini(line_of(one, ctx.today)) == mini(line_of(other, ctx.today))
            assert one.expected_on == other.expected_on
    assert [summed[one].waived for one in sorted(taken)] == [0, D("3.33")]
    assert any(one.sums.backorder for one in summed.values())
    assert any(one.sums.back or one.sums.gone > one.sums.delivered for one in summed.values())
