"""What is billed, credited and taxed in parts comes to the cent to what it is as a whole."""

from tests.world import D, World
from throughline.modules.logistics.public import ShipmentLineFacts, lines_of
from throughline.modules.pricing.testing import price
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.platform.operations import reading


def the_lines(world: World, *shipments: int) -> list[ShipmentLineFacts]:
    floor = world.as_("floor")
    with reading(floor):
        return lines_of(floor, shipments)


def give_back(world: World, line: ShipmentLineFacts, quantity: object) -> None:
    entered = ReturnInput([ReturnLineInput(line.id, D(str(quantity)))], "returned")
    receive_returns(world.as_("dock"), returns=[entered]).unrefused()
    world.react()


def test_three_deliveries_of_a_line_come_to_its_net(world: World) -> None:
    """Three at 0.335 are 1.01 on the order, and 0.34 + 0.33 + 0.34 in three deliveries, not three times 0.34."""
    p = world.item("P", cost=1, price="0.335")
    order = world.order(world.customer(limit=100), [(p, 3)])
    for _ in range(3):
        world.receive(p, 1, "0.10")
        world.deliver(*world.ship(order))
    assert [net for _, _, net, _, _ in world.invoices()] == [D("0.34"), D("0.33"), D("0.34")]
    ((net,),) = world.rows("SELECT net FROM sales_order_line WHERE order_id = %s", order)
    assert -world.balance("REV") == net == D("1.01")
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]


def test_two_shipments_proved_at_once_come_to_the_same(world: World) -> None:
    """Proved together in one set, the parts share the rounding as they do one after the other."""
    p = world.item("P", stock=1, cost=1, price="0.335")
    order = world.order(world.customer(), [(p, 3)])
    shipments = world.ship(order)
    world.receive(p, 2, 1)
    shipments += world.ship(order)
    world.deliver(*shipments)
    assert sorted(net for _, _, net, _, _ in world.invoices()) == [D("0.34"), D("0.67")]


def test_cases_come_back_in_pieces(world: World) -> None:
    """Two cases of twelve at 10.00: five, seven and twelve pieces come back for 4.17, 5.83 and 10.00."""
    p = world.item("P", stock=100, cost=1, units={"case": 12})
    price(world.as_("pricing"), p, "10", unit="case")
    (shipment,) = world.ship(world.order(world.customer(), [(p, 2, "case")]))
    world.deliver(shipment)
    (line,) = the_lines(world, shipment)
    for quantity in (5, 7, 12):
        give_back(world, line, quantity)
    credits = [(net, tax) for _, _, net, tax, _ in world.invoices("credit_note")]
    assert credits == [(D("4.17"), D("0.83")), (D("5.83"), D("1.17")), (D("10.00"), D("2.00"))]
    assert (world.balance("AR"), world.balance("VATO"), world.balance("REV")) == (0, 0, 0)


def test_two_rates_come_back_line_by_line(world: World) -> None:
    """9.57 at 20 and 2.31 at 7 percent: tax 1.91 and 0.16; whatever order it comes back in, not a cent stays."""
    p = world.item("P", stock=100, cost=1, price="1.65")
    q = world.item("Q", stock=100, cost=1, price="0.33", tax_category="reduced")
    (shipment,) = world.ship(world.order(world.customer(), [(p, 3), (q, 7), (p, 1, "ea", "4.99", "7.5")]))
    world.deliver(shipment)
    assert [(net, tax) for _, _, net, tax, _ in world.invoices()] == [(D("11.88"), D("2.07"))]
    for line in the_lines(world, shipment):
        give_back(world, line, 1)
    for line in the_lines(world, shipment):
        if line.quantity > 1:
            give_back(world, line, line.quantity - 1)
    assert (world.balance("AR"), world.balance("VATO"), world.balance("REV")) == (0, 0, 0)


def test_a_week_with_a_return_in_it(world: World) -> None:
    """Two deliveries and a return of one week stand on one invoice; what comes back later is credited against it."""
    world.policy("billing.policy", trigger="accepted", grouping="customer", frequency="weekly")
    p = world.item("P", stock=100, cost=1, price="4.99")
    q = world.item("Q", stock=100, cost=1, price="1.33", tax_category="reduced")
    party = world.customer()
    (first,) = world.ship(world.order(party, [(p, 3), (q, 7)]))
    world.deliver(first)
    world.later(1)
    (second,) = world.ship(world.order(party, [(p, 2)]))
    world.deliver(second)
    goods, reduced = the_lines(world, first)
    give_back(world, goods, 1)
    give_back(world, reduced, 7)
    world.later(6)
    world.bill()
    assert [(net, tax) for _, _, net, tax, _ in world.invoices()] == [(D("19.96"), D("3.99"))]
    give_back(world, goods, 2)
    give_back(world, the_lines(world, second)[0], 2)
    world.later(7)
    world.bill()
    assert (world.balance("AR"), world.balance("VATO")) == (0, 0)
