"""What was refused at the door goes out again: accepted on the second trip, refused once more, back or lost."""

import pytest

from tests.world import D, World
from throughline.kernel.errors import RuleViolation
from throughline.modules.logistics.public import (
    BackInput,
    LossInput,
    RedeliveryInput,
    ShipmentLineFacts,
    bring_back,
    lines_of,
    record_losses,
    redeliver,
)
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.platform.operations import reading


def the_lines(world: World, shipment: int) -> list[ShipmentLineFacts]:
    floor = world.as_("floor")
    with reading(floor):
        return lines_of(floor, [shipment])


def state_of(world: World, shipment: int) -> str:
    ((state,),) = world.rows("SELECT state FROM logistics_shipment WHERE id = %s", shipment)
    return str(state)


def test_the_refused_three_of_ten_go_out_tomorrow(world: World) -> None:
    """Seven are accepted and billed; of the three, two are taken and billed the day after, and one comes back."""
    p = world.item("P", stock=10, cost=6, price=10)
    order = world.order(world.customer(limit=500), [(p, 10)])
    (shipment,) = world.ship(order)
    (line,) = the_lines(world, shipment)
    floor = world.as_("floor")
    world.deliver(shipment, refused={line.id: 3})
    assert [net for _, _, net, _, _ in world.invoices()] == [D("70.00")]
    moves = world.rows("SELECT count(*) FROM inventory_move WHERE kind = 'issue'")

    world.later(1)
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-2")]).unrefused()
    world.react()
    assert state_of(world, shipment) == "dispatched"
    assert world.rows("SELECT count(*) FROM governance_exception WHERE cleared_at IS NULL") == [(0,)]
    (line,) = the_lines(world, shipment)
    assert (line.accepted, line.refused) == (7, 0)
    with pytest.raises(RuleViolation, match="4 was refused where 3 was shipped"):
        world.deliver(shipment, refused={line.id: 4})
    with pytest.raises(RuleViolation):
        bring_back(floor, goods=[BackInput(shipment)]).unrefused()

    world.deliver(shipment, refused={line.id: 1})
    (line,) = the_lines(world, shipment)
    assert (state_of(world, shipment), line.accepted, line.refused) == ("delivered_short", 9, 1)
    assert [net for _, _, net, _, _ in world.invoices()] == [D("70.00"), D("20.00")]
    assert world.rows("SELECT count(*) FROM inventory_move WHERE kind = 'issue'") == moves
    assert world.rows("SELECT state FROM sales_order") == [("confirmed",)]

    bring_back(world.as_("floor"), goods=[BackInput(shipment)]).unrefused()
    world.react()
    assert world.stock_value(p) == (1, D("6.00"))
    assert (world.balance("COGS"), world.balance("AR")) == (D("54.00"), D("108.00"))
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]
    with pytest.raises(RuleViolation, match="is still out"):
        redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-3")]).unrefused()


def test_a_proof_sent_twice_earns_once(world: World) -> None:
    """The second trip is proved once: what is accepted cannot be accepted again."""
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(), [(p, 10)]))
    (line,) = the_lines(world, shipment)
    world.deliver(shipment, refused={line.id: 3})
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-2")]).unrefused()
    world.deliver(shipment)
    assert state_of(world, shipment) == "delivered"
    with pytest.raises(RuleViolation):
        world.deliver(shipment)
    assert [net for _, _, net, _, _ in world.invoices()] == [D("70.00"), D("30.00")]


@pytest.mark.parametrize("trigger", ["accepted", "dispatched", "ordered"])
@pytest.mark.parametrize("recognise", ["at_issue", "deferred"])
def test_whatever_earns_the_second_trip_is_billed_once(world: World, trigger: str, recognise: str) -> None:
    """Of twelve, five are taken, three of seven the day after, one of four back and the others lost in two parts."""
    world.policy("inventory.cost_of_sales", recognise=recognise)
    world.policy("billing.policy", trigger=trigger, grouping="shipment", frequency="immediate")
    p = world.item("P", stock=12, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=900), [(p, 12)]))
    (line,) = the_lines(world, shipment)
    world.deliver(shipment, refused={line.id: 7})
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-2")]).unrefused()
    world.deliver(shipment, refused={line.id: 4})
    bring_back(world.as_("floor"), goods=[BackInput(shipment, quantities={line.id: D(1)})]).unrefused()
    for _ in range(2):
        lost = LossInput(shipment, "fell down", quantities={line.id: D(1)})
        record_losses(world.as_("stock"), losses=[lost]).unrefused()
    bring_back(world.as_("floor"), goods=[BackInput(shipment)]).unrefused()
    world.react()
    (line,) = the_lines(world, shipment)
    assert (line.accepted, line.refused, line.back, line.lost) == (8, 4, 2, 2)
    assert (world.balance("AR"), world.balance("COGS"), world.balance("WOFF")) == (D("96.00"), D("48.00"), D("12.00"))
    assert (world.balance("SNI"), world.stock_value(p)) == (0, (2, D("12.00")))
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]


def test_a_return_of_what_came_on_two_trips_is_credited_against_both_invoices(world: World) -> None:
    """Seven and three were billed apart; eight come back: all seven of the first invoice and one of the second."""
    p = world.item("P", stock=10, cost=6, price="9.99")
    (shipment,) = world.ship(world.order(world.customer(), [(p, 10)]))
    (line,) = the_lines(world, shipment)
    world.deliver(shipment, refused={line.id: 3})
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-2")]).unrefused()
    world.deliver(shipment)
    receive_returns(
        world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(8))], "wrong colour")]
    ).unrefused()
    world.react()
    credits = sorted((net, tax) for _, _, net, tax, _ in world.invoices("credit_note"))
    assert credits == [(D("9.99"), D("2.00")), (D("69.93"), D("13.99"))]
    assert world.balance("AR") == D("23.97")  # two pieces: 19.98 and 3.99 left of the 5.99 of tax
    with pytest.raises(RuleViolation):
        receive_returns(
            world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line.id, D(3))], "too many")]
        ).unrefused()


def test_one_line_comes_back_and_the_other_goes_out_again(world: World) -> None:
    """What shall not go again is brought back first; a line that is decided keeps its figures on the second trip."""
    a, b = world.item("A", stock=4, cost=2, price=5), world.item("B", stock=6, cost=3, price=8)
    (shipment,) = world.ship(world.order(world.customer(), [(a, 4), (b, 6)]))
    first, second = the_lines(world, shipment)
    world.deliver(shipment, refused={first.id: 4, second.id: 6})
    assert state_of(world, shipment) == "failed"
    with pytest.raises(RuleViolation, match="5 is too much; 4 of the line is still out"):
        bring_back(world.as_("floor"), goods=[BackInput(shipment, quantities={first.id: D(5)})]).unrefused()
    bring_back(world.as_("floor"), goods=[BackInput(shipment, quantities={first.id: D(4)})]).unrefused()
    assert state_of(world, shipment) == "failed"
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-2")]).unrefused()
    world.deliver(shipment, refused={second.id: 2})
    first, second = the_lines(world, shipment)
    assert (first.accepted, first.refused, first.back) == (0, 4, 4)
    assert (second.accepted, second.refused, second.back) == (4, 2, 0)
    assert state_of(world, shipment) == "delivered_short"
    assert [net for _, _, net, _, _ in world.invoices()] == [D("32.00")]
    with pytest.raises(RuleViolation, match="1 is too much; 0 of the line is still out"):
        bring_back(world.as_("floor"), goods=[BackInput(shipment, quantities={first.id: D(1)})]).unrefused()


def test_the_second_trip_arrives_nowhere(world: World) -> None:
    """The three that went out again are lost whole; the seven of the first trip stay delivered and billed."""
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=500), [(p, 10)]))
    (line,) = the_lines(world, shipment)
    world.deliver(shipment, refused={line.id: 3})
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "TOUR-2")]).unrefused()
    stock = world.as_("stock")
    with pytest.raises(RuleViolation, match="record its delivery first"):
        record_losses(stock, losses=[LossInput(shipment, "gone", quantities={line.id: D(1)})]).unrefused()
    lost = LossInput(shipment, "never seen again", "DHL")
    done, twice = record_losses(stock, losses=[lost, LossInput(shipment, "gone")])
    assert (done.status, twice.status, twice.code) == ("done", "refused", "shipment_twice")
    world.react()
    (line,) = the_lines(world, shipment)
    assert (state_of(world, shipment), line.accepted, line.refused, line.lost) == ("delivered_short", 7, 3, 3)
    assert (world.balance("CLAIM"), world.balance("AR")) == (D("18.00"), D("84.00"))
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert world.rows("SELECT state FROM sales_order") == [("closed",)]
