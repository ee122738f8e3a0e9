"""What is unusually small, large, many or free: packagings, six decimals, a thousand lines, gifts and samples."""

from decimal import Decimal

import pytest

from tests.world import D, World
from throughline.kernel.errors import DomainError
from throughline.modules.logistics.public import lines_of
from throughline.modules.pricing.testing import price
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import lines_of as order_lines
from throughline.platform.operations import reading


def lines(world: World, order: int) -> list[tuple[Decimal, Decimal]]:
    """Give quantity and net of an order's lines."""
    with reading(world.as_("desk")):
        return [(line.quantity, line.net) for line in order_lines(world.as_("desk"), [order])]


def billed(world: World) -> list[tuple[Decimal, Decimal, Decimal]]:
    """Give quantity, unit price and amount of the lines of all bills."""
    return world.rows(
        """SELECT l.quantity, l.unit_price, l.net FROM billing_invoice_line l
           JOIN billing_invoice i ON i.id = l.invoice_id WHERE i.company_id = %s ORDER BY l.id""",
        world.company_id,
    )


def test_cases_are_ordered_and_pieces_come_back(world: World) -> None:
    """Three cases of twelve at 27.00 leave as 36 pieces; five pieces come back: 11.25 of 81.00 are credited."""
    p = world.item("P", units={"case": 12})
    price(world.as_("pricing"), p, "27", unit="case")
    world.receive(p, 40, 1)
    order = world.order(world.customer(), [(p, 3, "case")])
    (shipment,) = world.ship(order)
    assert world.on_hand(p) == D(4)
    world.deliver(shipment)
    assert billed(world) == [(D(3), D(27), D(81))]
    with reading(world.as_("floor")):
        (line,) = lines_of(world.as_("floor"), [shipment])
    assert line.quantity == D(36)
    receive_returns(world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(5))], "Too many")])
    world.react()
    ((_, _, net, tax, _),) = world.invoices("credit_note")
    assert (net, tax) == (D("11.25"), D("2.25"))
    receive_returns(world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(2), "case")], "Too many")])
    world.react()
    assert sum(net for _, _, net, _, _ in world.invoices("credit_note")) == D("65.25")
    (more,) = receive_returns(world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(8))], "Too many")])
    assert more.code == "quantity_not_out"
    receive_returns(world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(7))], "Too many")])
    world.react()
    assert sum(net for _, _, net, _, _ in world.invoices("credit_note")) == D(81)
    assert world.balance("AR") == D(0)
    assert world.stock_value(p) == (D(40), D(40))


def test_prices_of_six_decimals_are_rounded_on_the_line_only(world: World) -> None:
    """1,234 at 0.012345 are 15.23373: 15.23; with 12.5 percent off 0.0108019 a piece, 13.3295: 13.33."""
    p = world.item("P", stock=5000, cost="0.001234", price="0.012345")
    order = world.order(world.customer(), [(p, 1234), (p, 1234, "", None, "12.5")])
    assert lines(world, order) == [(D(1234), D("15.23")), (D(1234), D("13.33"))]
    world.deliver(*world.ship(order))
    ((_, _, net, tax, gross),) = world.invoices()
    assert (net, tax, gross) == (D("28.56"), D("5.71"), D("34.27"))
    assert world.balance("COGS") == D("3.04"), "1.52 of 6.17 for 1,234 of 5,000, then 1.52 of 4.65 for 1,234 of 3,766"


def test_the_smallest_quantity(world: World) -> None:
    """A millionth of a kilogram at 12,000.00 is 0.01; it can be promised, shipped, billed and paid."""
    p = world.item("P", unit_decimals=6, stock_unit="kg")
    price(world.as_("pricing"), p, "12000", unit="kg")
    world.receive(p, "0.000003", 100)
    order = world.order(world.customer(), [(p, "0.000001")])
    assert lines(world, order) == [(D("0.000001"), D("0.01"))]
    world.deliver(*world.ship(order))
    assert [net for _, _, net, _, _ in world.invoices()] == [D("0.01")]
    assert world.stock_value(p) == (D("0.000002"), D(0))
    for wrong in ("0.0000001", "0", "-1"):
        with pytest.raises(DomainError):
            world.quote(world.customer(), [(p, wrong)])


def test_free_lines_and_a_free_order(world: World) -> None:
    """A line at no price stands on the bill with the others; goods given away alone leave, cost, and close."""
    p, q = world.item("P", stock=10, cost=6, price=10), world.item("Q", stock=10, cost=2, price=5)
    party = world.customer()
    order = world.order(party, [(p, 2), (q, 1, "", None, 100)])
    world.deliver(*world.ship(order))
    assert billed(world) == [(D(2), D(10), D(20)), (D(1), D(0), D(0))]
    assert [net for _, _, net, _, _ in world.invoices()] == [D(20)]
    sample = world.order(party, [(q, 3, "", None, 100)], service_class="sample")
    world.deliver(*world.ship(sample))
    world.bill()
    assert world.balance("COGS") == D(20)
    assert world.balance("AR") == D(24)
    ((state,),) = world.rows("SELECT state FROM sales_order WHERE id = %s", sample)
    assert state == "closed"


def test_the_same_item_on_many_lines(world: World) -> None:
    """Twelve lines of one item with nine in stock, wanted in turn: nine leave, three wait, each on its own line."""
    p = world.item("P", stock=9, cost=3, price=10)
    order = world.order(world.customer(), [(p, 1)] * 12)
    (shipment,) = world.ship(order)
    world.deliver(shipment)
    shipped = world.rows("SELECT count(*), sum(quantity) FROM logistics_shipment_line WHERE shipment_id = %s", shipment)
    assert shipped == [(9, D(9))]
    world.receive(p, 3, 3)
    world.deliver(*world.ship(order))
    assert sum(net for _, _, net, _, _ in world.invoices()) == D(120)
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]


def test_a_thousand_lines_go_the_whole_way(world: World) -> None:
    """A thousand lines at 1.01 with tax of 202.00 are sold, shipped and billed."""
    p = world.item("P", stock=1001, cost=1, price="1.01")
    party = world.customer()
    order = world.order(party, [(p, 1)] * 1000)
    world.deliver(*world.ship(order))
    ((_, _, net, tax, _),) = world.invoices()
    assert (net, tax) == (D(1010), D(202))
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]
