"""Goods that are refused or come back, as the acceptance catalogue tells it."""

import pytest

from tests.world import D, World
from throughline.kernel.errors import RuleViolation
from throughline.modules.logistics.public import (
    BackInput,
    ClaimSettled,
    LossInput,
    RedeliveryInput,
    ShipmentLineFacts,
    bring_back,
    lines_of,
    losses_of,
    record_losses,
    redeliver,
    settle_claims,
)
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.platform.operations import reading


def test_o19_failed_delivery_and_second_try(world: World) -> None:
    """A refused delivery bills nothing; the second try needs no second goods issue."""
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(), [(p, 10)])
    (shipment,) = world.ship(order)
    issues = world.rows("SELECT count(*) FROM inventory_move WHERE kind = 'issue'")
    floor = world.as_("floor")
    with reading(floor):
        (line,) = lines_of(floor, [shipment])
    world.deliver(shipment, refused={line.id: 10})
    assert world.rows("SELECT state FROM logistics_shipment") == [("failed",)]
    assert world.rows("SELECT kind FROM governance_exception WHERE cleared_at IS NULL") == [("delivery_refused",)]
    assert world.invoices() == []

    redeliver(floor, redeliveries=[RedeliveryInput(shipment, "CARRIER-2")]).unrefused()
    world.deliver(shipment)
    assert world.rows("SELECT count(*) FROM inventory_move WHERE kind = 'issue'") == issues
    assert [net for _, _, net, _, _ in world.invoices()] == [D("100.00")]


def test_a_part_is_lost_and_the_rest_of_a_failed_delivery_is_lost_on_the_second_trip(world: World) -> None:
    """What is lost on the second trip adds to what was lost before it."""
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(limit=500), [(p, 10)])
    (shipment,) = world.ship(order)
    floor, stock = world.as_("floor"), world.as_("stock")
    with reading(floor):
        (line,) = lines_of(floor, [shipment])
    world.deliver(shipment, refused={line.id: 10})
    record_losses(stock, losses=[LossInput(shipment, "two fell down", quantities={line.id: D(2)})]).unrefused()
    redeliver(floor, redeliveries=[RedeliveryInput(shipment, "TRIP-2")]).unrefused()
    record_losses(stock, losses=[LossInput(shipment, "never seen again")]).unrefused()
    world.react()
    accounted = "SELECT quantity_accepted, quantity_refused, quantity_back, quantity_lost FROM logistics_shipment_line"
    assert world.rows(accounted) == [(0, 10, 0, 10)]
    assert world.rows("SELECT state FROM logistics_shipment") == [("lost",)]
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]


def test_what_was_refused_is_proposed_to_go_out_again(world: World) -> None:
    """What an exception proposes can be done, whether a part was refused or all of it."""
    p = world.item("P", stock=20, cost=6, price=10)
    for refused in (4, 10):
        (shipment,) = world.ship(world.order(world.customer(limit=500), [(p, 10)]))
        with reading(world.as_("floor")):
            (line,) = lines_of(world.as_("floor"), [shipment])
        world.deliver(shipment, refused={line.id: refused})
        ((actions,),) = world.rows(
            "SELECT proposals FROM governance_exception WHERE subject_kind = 'logistics.shipment' AND subject_id = %s",
            shipment,
        )
        assert "logistics.redeliver" in {one["operation"] for one in actions}
        redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TRIP-2")]).unrefused()


def test_o19_goods_come_back_at_their_cost(world: World) -> None:
    """What nobody took comes back into stock at the cost at which it left."""
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(), [(p, 10)]))
    floor = world.as_("floor")
    with reading(floor):
        (line,) = lines_of(floor, [shipment])
    world.deliver(shipment, refused={line.id: 10})
    world.receive(p, 10, 9)
    bring_back(floor, goods=[BackInput(shipment)]).unrefused()
    world.react()
    assert world.stock_value(p) == (20, D("150.00"))
    assert world.balance("COGS") == 0
    assert world.invoices() == []


def test_refused_goods_are_lost_and_claimed(world: World) -> None:
    """Four of ten are refused and never seen again: the carrier is asked for their cost and pays half of it."""
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(limit=500), [(p, 10)])
    (shipment,) = world.ship(order)
    stock, cash = world.as_("stock"), world.as_("cash")
    with reading(stock):
        (line,) = lines_of(stock, [shipment])
    with pytest.raises(RuleViolation, match="record its delivery first"):
        record_losses(stock, losses=[LossInput(shipment, "gone", quantities={line.id: D(4)})]).unrefused()
    world.deliver(shipment, refused={line.id: 4})
    with pytest.raises(RuleViolation, match="4 of the line is still out"):
        record_losses(stock, losses=[LossInput(shipment, "gone", quantities={line.id: D(5)})]).unrefused()
    assert world.rows("SELECT committed > 0 FROM settlement_credit_account") == [(True,)]

    record_losses(stock, losses=[LossInput(shipment, "fell off the truck", "DHL", "C-1")]).unrefused()
    world.react()
    assert (world.balance("CLAIM"), world.balance("COGS"), world.balance("INV")) == (D("24.00"), D("36.00"), 0)
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert world.rows("SELECT kind FROM governance_exception WHERE cleared_at IS NULL") == [("claim_open",)]
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]
    with pytest.raises(RuleViolation, match="still out"):
        bring_back(world.as_("floor"), goods=[BackInput(shipment)]).unrefused()

    with reading(stock):
        (loss,) = losses_of(stock, [shipment])
    settle_claims(cash, claims=[ClaimSettled(loss.id, D("12.00"))]).unrefused()
    assert (world.balance("CLAIM"), world.balance("WOFF"), world.balance("BANK")) == (0, D("12.00"), D("12.00"))
    assert world.rows("SELECT kind FROM governance_exception WHERE cleared_at IS NULL") == []
    with pytest.raises(RuleViolation, match="only an open claim"):
        settle_claims(cash, claims=[ClaimSettled(loss.id, D("12.00"))]).unrefused()


def test_a_parcel_that_arrived_nowhere_is_written_off(world: World) -> None:
    """Billed on dispatch and with deferred cost: the invoice is credited, the cost becomes a write-off."""
    world.policy("inventory.cost_of_sales", recognise="deferred")
    world.policy("billing.policy", trigger="dispatched", grouping="shipment", frequency="immediate")
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(), [(p, 10)]))
    world.react()
    assert (world.balance("COGS"), world.balance("AR")) == (D("60.00"), D("120.00"))
    record_losses(world.as_("stock"), losses=[LossInput(shipment, "parcel not found")]).unrefused()
    world.react()
    assert world.rows("SELECT state FROM logistics_shipment") == [("lost",)]
    assert (world.balance("COGS"), world.balance("SNI"), world.balance("WOFF")) == (0, 0, D("60.00"))
    assert world.balance("AR") == 0
    with pytest.raises(RuleViolation):
        record_losses(world.as_("stock"), losses=[LossInput(shipment, "again")]).unrefused()


def test_an_order_whose_goods_came_back_is_finished(world: World) -> None:
    """What was refused and is back weighs no longer on the customer's credit, and the order does not stay open."""
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=500), [(p, 10)]))
    floor = world.as_("floor")
    with reading(floor):
        (line,) = lines_of(floor, [shipment])
    world.deliver(shipment, refused={line.id: 10})
    bring_back(floor, goods=[BackInput(shipment)]).unrefused()
    world.react()
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]


@pytest.mark.parametrize(("trigger", "owed"), [("accepted", 72), ("dispatched", 72), ("ordered", 72)])
@pytest.mark.parametrize("way", ["back", "lost"])
def test_what_was_accepted_stays_billed_when_the_rest_ends(world: World, trigger: str, owed: int, way: str) -> None:
    """Of ten, six are accepted and four never: the customer owes six, whatever fact it is that earns."""
    world.policy("billing.policy", trigger=trigger, grouping="shipment", frequency="immediate")
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(limit=500), [(p, 10)])
    (shipment,) = world.ship(order)
    floor = world.as_("floor")
    with reading(floor):
        (line,) = lines_of(floor, [shipment])
    world.deliver(shipment, refused={line.id: 4})
    if way == "back":
        bring_back(floor, goods=[BackInput(shipment)]).unrefused()
    else:
        record_losses(world.as_("stock"), losses=[LossInput(shipment, "gone")]).unrefused()
    world.react()
    world.bill()
    assert world.balance("AR") == owed
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]


def test_o21_restock_at_original_cost_after_a_price_rise(world: World) -> None:
    """Ten sold at 10.00 come back at 10.00, although the ten bought since cost 20.00."""
    p = world.item("P", stock=10, cost=10, price=30)
    (shipment,) = world.ship(world.order(world.customer(), [(p, 10)]))
    world.deliver(shipment)
    world.receive(p, 10, 20)
    dock = world.as_("dock")
    with reading(dock):
        (line,) = lines_of(dock, [shipment])
    with pytest.raises(RuleViolation):
        receive_returns(dock, returns=[ReturnInput([ReturnLineInput(line.id, D(11))], "too many")]).unrefused()
    receive_returns(dock, returns=[ReturnInput([ReturnLineInput(line.id, D(10))], "wrong size")]).unrefused()
    world.react()
    assert world.balance("COGS") == 0
    assert world.stock_value(p) == (20, D("300.00"))
    assert [(net, tax) for _, _, net, tax, _ in world.invoices("credit_note")] == [(D("300.00"), D("60.00"))]
    assert world.balance("AR") == 0


def _delivered_in_two(world: World, order: int, item: int, cost: int) -> list[ShipmentLineFacts]:
    """Deliver what there is of an order, then the four that come in later; give both lines."""
    shipments = world.ship(order)
    world.receive(item, 4, cost)
    shipments += world.ship(order)
    world.deliver(*shipments)
    with reading(world.as_("dock")):
        return lines_of(world.as_("dock"), shipments)


def test_one_return_of_two_deliveries_of_one_line(world: World) -> None:
    """A line that was delivered in two parts comes back on one return, credited against both invoices."""
    p = world.item("P", stock=6, cost=10, price=30)
    order = world.order(world.customer(), [(p, 10)])
    lines = _delivered_in_two(world, order, p, 12)
    dock = world.as_("dock")
    assert [line.quantity for line in lines] == [6, 4]
    parts = [ReturnLineInput(line.id, line.quantity) for line in lines]
    receive_returns(dock, returns=[ReturnInput(parts, "all of it")]).unrefused()
    world.react()
    assert sorted(net for _, _, net, _, _ in world.invoices("credit_note")) == [D("120.00"), D("180.00")]
    assert world.balance("AR") == 0
    assert world.stock_value(p) == (10, D("108.00"))


def test_deferred_cost_follows_what_is_billed(world: World) -> None:
    """By policy the cost waits until the quantity is billed, and goes back where it stood when goods return."""
    world.policy("inventory.cost_of_sales", recognise="deferred")
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(), [(p, 10)])
    (shipment,) = world.ship(order)
    assert (world.balance("SNI"), world.balance("COGS")) == (D("60.00"), 0)
    floor = world.as_("floor")
    with reading(floor):
        (line,) = lines_of(floor, [shipment])
    world.deliver(shipment, refused={line.id: 4})
    assert (world.balance("SNI"), world.balance("COGS")) == (D("24.00"), D("36.00"))
    bring_back(floor, goods=[BackInput(shipment)]).unrefused()
    world.react()
    assert (world.balance("SNI"), world.balance("COGS")) == (0, D("36.00"))
    receive_returns(
        world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(2))], "late regret")]
    ).unrefused()
    world.react()
    assert (world.balance("SNI"), world.balance("COGS"), world.balance("INV")) == (0, D("24.00"), D("36.00"))


def test_what_was_billed_ahead_is_credited_when_it_comes_back(world: World) -> None:
    """Billed when ordered, delivered in two shipments: one return of both parts credits what the order earned."""
    world.policy("billing.policy", trigger="ordered", grouping="shipment", frequency="immediate")
    p = world.item("P", stock=6, cost=6, price=10)
    order = world.order(world.customer(), [(p, 10)])
    assert world.balance("AR") == D("120.00")
    lines = _delivered_in_two(world, order, p, 6)
    dock = world.as_("dock")
    parts = [ReturnLineInput(line.id, D(3)) for line in lines]
    receive_returns(dock, returns=[ReturnInput(parts, "too many")]).unrefused()
    world.react()
    assert [(net, tax) for _, _, net, tax, _ in world.invoices("credit_note")] == [(D("60.00"), D("12.00"))]
    assert (world.balance("AR"), world.balance("COGS")) == (D("48.00"), D("24.00"))
