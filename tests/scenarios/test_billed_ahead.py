"""Services, fees and whatever policy bills when it is ordered: what is taken off again is credited."""

from tests.world import D, World
from throughline.modules.sales.public import AmendmentInput, LineAmendment, OrderLineFacts, amend_orders, cancel_lines
from throughline.modules.sales.public import lines_of as order_lines
from throughline.platform.operations import Versioned, reading


def the_lines(world: World, order: int) -> list[OrderLineFacts]:
    desk = world.as_("desk")
    with reading(desk):
        return order_lines(desk, [order])


def amend(world: World, order: int, line: int, **change: object) -> None:
    asked = AmendmentInput(Versioned(order), "agreed", lines=[LineAmendment(line, **change)])  # type: ignore[arg-type]
    outcome = amend_orders(world.as_("desk"), amendments=[asked]).only()
    assert outcome.status == "done", outcome
    world.react()


def test_goods_billed_ahead_are_credited_as_far_as_they_are_cancelled(world: World) -> None:
    """Ten at 10.00 are billed; four are cancelled, then what has not left of the rest; the order is done when it is."""
    world.policy("billing.policy", trigger="ordered", grouping="order", frequency="immediate")
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(limit=5_000), [(p, 10)])
    assert world.balance("AR") == D("120.00")
    assert world.rows("SELECT state FROM sales_order") == [("confirmed",)], "billed, and nothing has left"
    (line,) = the_lines(world, order)
    cancel_lines(world.as_("desk"), orders=[order], quantities={line.id: D(4)}, reason="too many")
    world.react()
    assert world.balance("AR") == D("72.00")
    cancel_lines(world.as_("desk"), orders=[order], quantities={line.id: D(1)}, reason="still too many")
    world.react()
    assert world.balance("AR") == D("60.00")
    (shipment,) = world.ship(order)
    world.deliver(shipment)
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]
    assert (world.balance("AR"), world.balance("REV")) == (D("60.00"), D("-50.00"))


def test_a_service_goes_with_an_order_of_which_nothing_has_left(world: World) -> None:
    """A cancelled order owes nothing, its set-up fee neither; once goods have left the fee goes only by name."""
    p = world.item("P", stock=20, cost=6, price=10)
    fee = world.item("FEE", price=25, kind="service")
    party = world.customer(limit=5_000)
    whole, part = world.order(party, [(p, 10), (fee, 1)]), world.order(party, [(p, 10), (fee, 1)])
    world.react()
    assert world.balance("AR") == D("60.00")
    cancel_lines(world.as_("desk"), orders=[whole], reason="lost the project")
    world.react()
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", whole) == [("cancelled",)]
    assert world.balance("AR") == D("30.00")

    world.release(part)
    world.pick(part, quantities={world.tasks(part)[0].id: 6}, reason="the rest is damaged")
    world.deliver(*world.dispatch(world.pack(part)))
    cancel_lines(world.as_("desk"), orders=[part], reason="no more")
    world.react()
    assert world.balance("AR") == D("102.00"), "six of ten are delivered, and the fee stays"
    other = world.order(party, [(p, 4), (fee, 2)])
    world.react()
    cancel_lines(world.as_("desk"), orders=[other], quantities={the_lines(world, other)[1].id: D(1)}, reason="waived")
    world.react()
    assert world.balance("AR") == D("132.00"), "named, one of two fees goes and the goods stay ordered"
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", other) == [("confirmed",)]


def test_a_service_is_amended_like_goods(world: World) -> None:
    """Three hours become one, then cheaper, then two: what was billed is credited and billed anew."""
    p = world.item("P", stock=10, cost=6, price=10)
    hours = world.item("HOURS", price=25, kind="service")
    order = world.order(world.customer(limit=5_000), [(p, 10), (hours, 3)])
    world.react()
    assert world.balance("AR") == D("90.00")
    amend(world, order, the_lines(world, order)[1].id, quantity=D(1))
    assert world.balance("AR") == D("30.00")
    amend(world, order, the_lines(world, order)[1].id, unit_price=D(20))
    assert world.balance("AR") == D("24.00")
    amend(world, order, the_lines(world, order)[2].id, quantity=D(2))
    assert world.balance("AR") == D("48.00")
    world.deliver(*world.ship(order))
    assert world.balance("AR") == D("168.00")
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]


def test_an_order_in_another_currency_is_not_confirmed(world: World) -> None:
    """Its amounts would stand in the books as if they were in the books' currency; a good order beside it passes."""
    p = world.item("P", stock=10, cost=6, price=10)
    abroad = world.quote(world.customer(currency="USD", country="US"), [(p, 1, "ea", 12)])
    home = world.quote(world.customer(), [(p, 1)])
    refused, done = world.confirm(abroad, home)
    assert (refused.status, refused.code, done.status) == ("refused", "currency_foreign", "done")
    assert "is in USD and the books are in EUR" in refused.message
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", abroad) == [("quoted",)]
