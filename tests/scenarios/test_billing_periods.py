"""Bills that are collected: the day on which a week or month ends, returns within it, closed months at every door."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.world import D, World
from throughline.kernel.errors import DomainError, RuleViolation
from throughline.modules.inventory.public import Adjustment, adjust_stock
from throughline.modules.ledger.public import close_period, reopen_period
from throughline.modules.logistics.public import lines_of
from throughline.modules.parties.testing import address
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.platform.operations import reading


def delivered(world: World, order: int) -> int:
    """Ship and deliver an order; give its delivered line."""
    (shipment,) = world.ship(order)
    world.deliver(shipment)
    with reading(world.as_("floor")):
        return lines_of(world.as_("floor"), [shipment])[0].id


def back(world: World, line: int, quantity: int) -> None:
    """Take goods back."""
    parts = [ReturnLineInput(line, D(quantity))]
    receive_returns(world.as_("dock"), returns=[ReturnInput(parts, "Too many")])
    world.react()


def nets(world: World, kind: str = "invoice") -> list[Decimal]:
    """Give the net amounts of documents."""
    return [net for _, _, net, _, _ in world.invoices(kind)]


def test_a_week_ends_with_its_sunday(world: World) -> None:
    """Monday's three, Sunday's four and next Monday's five at 1.11: one bill of seven, one of five a week later."""
    world.policy("billing.policy", trigger="accepted", grouping="customer", frequency="weekly")
    p = world.item("P", stock=100, cost="0.5", price="1.11")
    party = world.customer()
    delivered(world, world.order(party, [(p, 3)]))
    world.bill()
    assert nets(world) == []
    world.now = datetime(2026, 3, 8, 22, 0, tzinfo=UTC)
    delivered(world, world.order(party, [(p, 4)]))
    world.now = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
    delivered(world, world.order(party, [(p, 5)]))
    world.bill()
    assert nets(world) == [D("7.77")]
    assert [tax for _, _, _, tax, _ in world.invoices()] == [D("1.55")]
    world.later(6)
    world.bill()
    assert nets(world) == [D("7.77"), D("5.55")]
    world.bill()
    assert len(nets(world)) == 2


def test_goods_back_within_the_month_are_on_no_bill(world: World) -> None:
    """Ten at 9.99 delivered, four back before the month ends: six are billed and nothing is credited."""
    world.policy("billing.policy", trigger="accepted", grouping="customer", frequency="monthly")
    p = world.item("P", stock=100, cost=5, price="9.99")
    party = world.customer(limit=10000)
    line = delivered(world, world.order(party, [(p, 10)]))
    world.later(5)
    back(world, line, 4)
    world.now = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)
    world.bill()
    assert nets(world) == [D("59.94")]
    assert nets(world, "credit_note") == []
    assert world.balance("REV") == D("-59.94")
    back(world, line, 6)
    world.now = datetime(2026, 4, 30, 18, 0, tzinfo=UTC)
    world.bill()
    assert nets(world, "credit_note") == [D("59.94")]
    assert world.balance("AR") == D(0)
    assert world.balance("COGS") == D(0)
    assert world.stock_value(p) == (D(100), D(500))


def test_all_of_a_delivery_back_within_the_month_comes_to_nothing(world: World) -> None:
    """No document asks for nothing; both events stay as what happened, nothing is owed, and the order is finished."""
    world.policy("billing.policy", trigger="accepted", grouping="customer", frequency="monthly")
    p = world.item("P", stock=10, cost=5, price="9.99")
    party = world.customer(limit=10000)
    order = world.order(party, [(p, 3)])
    line = delivered(world, order)
    back(world, line, 3)
    world.now = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)
    world.bill()
    assert nets(world) == []
    assert world.rows("SELECT count(*), sum(amount) FROM billing_billable_event WHERE state = 'netted'") == [(2, D(0))]
    assert (world.balance("AR"), world.balance("REV"), world.balance("VATO")) == (D(0), D(0), D(0))
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]
    assert world.rows("SELECT committed FROM settlement_credit_account WHERE party_id = %s", party) == [(D(0),)]


def test_each_address_gets_its_own_bill(world: World) -> None:
    """Two addresses and three deliveries make two bills; each is named on the bill by its deliveries."""
    world.policy("billing.policy", trigger="accepted", grouping="ship_to", frequency="weekly")
    p = world.item("P", stock=100, cost=1, price=10)
    party = world.customer()
    other = address(world.as_("masters"), party)
    for quantity, more in ((1, {}), (2, {"ship_to_id": other}), (4, {})):
        delivered(world, world.order(party, [(p, quantity)], **more))
    world.later(6)
    world.bill()
    assert sorted(nets(world)) == [D(20), D(50)]


def test_a_month_ends_with_its_last_day(world: World) -> None:
    """On the 31st it is billed, the day before it is not; what is delivered on the 1st waits a month."""
    world.policy("billing.policy", trigger="accepted", grouping="order", frequency="monthly")
    p = world.item("P", stock=100, cost=1, price=10)
    party = world.customer()
    delivered(world, world.order(party, [(p, 1)]))
    world.now = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)
    world.bill()
    assert nets(world) == []
    world.now = datetime(2026, 3, 31, 21, 0, tzinfo=UTC)
    delivered(world, world.order(party, [(p, 2)]))
    world.bill()
    assert nets(world) == [D(10), D(20)]
    world.now = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
    delivered(world, world.order(party, [(p, 4)]))
    world.bill()
    assert len(nets(world)) == 2


def test_nothing_is_posted_to_a_closed_month_by_any_door(world: World) -> None:
    """With March closed nothing ships, bills, pays, adjusts or comes back in March; each is told; April is open."""
    world.policy("billing.policy", trigger="accepted", grouping="customer", frequency="weekly")
    p = world.item("P", stock=100, cost=5, price=10)
    party = world.customer()
    line = delivered(world, world.order(party, [(p, 10)]))
    waiting = world.order(party, [(p, 5)])
    world.release(waiting)
    world.pick(waiting)
    (unit,) = world.pack(waiting)
    world.now = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
    close_period(world.as_("books"), month=date(2026, 3, 1))
    entries = world.rows("SELECT count(*) FROM ledger_entry WHERE company_id = %s", world.company_id)
    told = "2026-03.*closed|closed.*2026-03"

    def refused(deed: object) -> None:
        try:
            outcomes = deed()  # type: ignore[operator]
        except DomainError as fault:
            text = fault.message
        else:
            assert not outcomes.done, outcomes
            text = " ".join(one.message for one in outcomes)
        import re

        assert re.search(told, text), text

    off = Adjustment(world.site_id, world.bin("A-1"), p, D(-1))
    refused(lambda: world.dispatch([unit]))
    refused(lambda: world.bill())
    refused(lambda: world.pay(party, 10))
    refused(lambda: adjust_stock(world.as_("stock"), adjustments=[off], reason="Broken"))
    refused(lambda: receive_returns(
        world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line, D(1))], "Too many")]))  # fmt: skip
    refused(lambda: world.receive(p, 1, 5))
    assert world.rows("SELECT count(*) FROM ledger_entry WHERE company_id = %s", world.company_id) == entries
    assert nets(world) == []
    world.now = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
    world.bill()
    assert nets(world) == [D(100)]
    ((day,),) = world.rows("SELECT on_date FROM billing_invoice WHERE company_id = %s", world.company_id)
    assert day == date(2026, 4, 1), "what was earned in March is billed in the next open month"
    world.pay(party, 120)
    world.dispatch([unit])
    back(world, line, 1)
    adjust_stock(world.as_("stock"), adjustments=[off], reason="Broken")
    with pytest.raises(RuleViolation):
        reopen_period(world.as_("books"), month=date(2026, 4, 1), reason="It is open")
    assert world.rows(
        "SELECT count(*) FROM ledger_entry WHERE company_id = %s AND on_date = '2026-03-31'",
        world.company_id,
    ) == [(0,)]


def test_the_bank_says_march_when_march_is_closed(world: World) -> None:
    """Money of March that is entered in April is refused under its March day, and taken under a day of April."""
    p = world.item("P", stock=10, cost=5, price=10)
    party = world.customer()
    delivered(world, world.order(party, [(p, 1)]))
    world.now = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)
    close_period(world.as_("books"), month=date(2026, 3, 1))
    from throughline.modules.settlement.public import PaymentInput, register_payments

    early = PaymentInput(party, D(12), date(2026, 3, 30), bank_reference="B1")
    good = PaymentInput(party, D(12), date(2026, 4, 1), bank_reference="B2")
    done = register_payments(world.as_("cash"), payments=[early, good])
    assert [(one.status, one.code) for one in done] == [("refused", "period_closed"), ("done", "")]
    assert world.balance("AR") == D(0)
