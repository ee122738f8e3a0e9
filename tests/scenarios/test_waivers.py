"""What was earned and shall never be billed: with its reason, on another person's approval, and without a document."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import D, World
from throughline.governance.public import Duty, end_policies
from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.modules.billing.public import decide_waivers, waive_events, withdraw_waivers
from throughline.modules.logistics.public import ProofInput, lines_of, prove_deliveries
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import cancel_lines
from throughline.platform.operations import Outcome, reading


def monthly(world: World, trigger: str = "accepted") -> None:
    """Bill at the end of the month, so that what is earned waits."""
    world.policy("billing.policy", trigger=trigger, grouping="order", frequency="monthly")


def events(world: World) -> list[tuple[int, str, Decimal]]:
    """Give the events with their state and amount."""
    return world.rows("SELECT id, state, amount FROM billing_billable_event ORDER BY id")


def delivered(world: World, quantity: int = 10, limit: int = 500) -> tuple[int, int]:
    """Deliver goods that wait to be billed; give the item and their event."""
    p = world.item("P", stock=quantity, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=limit), [(p, quantity)]))
    world.deliver(shipment)
    return p, events(world)[-1][0]


def waive(world: World, *numbers: int, reason: str = "Goodwill after the late delivery") -> list[Outcome]:
    """Ask that events are never billed."""
    done = list(waive_events(world.as_("billing"), events=numbers, reason=reason))
    world.react()
    return done


def state(world: World) -> list[str]:
    """Give the states of the orders."""
    return [name for (name,) in world.rows("SELECT state FROM sales_order ORDER BY id")]


def billed_at_the_end_of_the_month(world: World) -> list[Decimal]:
    """Bill what waits for the end of the month; give the nets."""
    world.now += timedelta(days=31)
    world.bill()
    return [net for _, _, net, _, _ in world.invoices()]


@pytest.mark.parametrize("recognise", ["at_issue", "deferred"])
def test_what_another_person_approves_is_never_billed(world: World, recognise: str) -> None:
    """Asked by one, approved by another: no document, no debt, the cost is cost of sales, the order closes."""
    world.policy("inventory.cost_of_sales", recognise=recognise)
    monthly(world)
    _, event = delivered(world)
    (asked,) = waive(world, event)
    assert (asked.status, asked.code, asked.facts) == ("held", "approval_needed", {"amount": "100.00", "limit": "0"})
    assert events(world) == [(event, "held", D("100.00"))]
    assert world.rows("SELECT kind FROM governance_exception WHERE cleared_at IS NULL") == [("waiver_waits",)]
    assert billed_at_the_end_of_the_month(world) == []
    assert state(world) == ["confirmed"]
    world.verify()

    waiver = asked.document or 0
    with pytest.raises(NotAllowed):
        decide_waivers(world.as_("billing"), waivers=[waiver], approve=True)
    both = replace(world.as_("billing"), duties=frozenset({str(Duty.BILLING), str(Duty.POSTING)}))
    own = decide_waivers(both, waivers=[waiver], approve=True)[0]
    assert (own.status, own.code) == ("refused", "own_waiver")
    done = decide_waivers(world.as_("books"), waivers=[waiver], approve=True, remark="Agreed").only()
    world.react()
    assert done.code == "approved"
    assert events(world) == [(event, "waived", D("100.00"))]
    assert (world.balance("COGS"), world.balance("SNI"), world.balance("AR")) == (D("60.00"), 0, 0)
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert world.rows("SELECT kind FROM governance_exception WHERE cleared_at IS NULL") == []
    assert state(world) == ["closed"]
    assert billed_at_the_end_of_the_month(world) == []
    who = world.rows("SELECT asked_by, decided_by, reason, remark FROM billing_waiver")
    assert who == [(world.people["billing"], world.people["books"], "Goodwill after the late delivery", "Agreed")]
    again = decide_waivers(world.as_("books"), waivers=[waiver], approve=True)[0]
    assert again.code == "not_waiting"
    world.verify()


def test_what_is_declined_or_withdrawn_is_billed_as_ever(world: World) -> None:
    """Declined by another, asked anew and withdrawn: the customer gets his invoice."""
    monthly(world)
    _, event = delivered(world)
    (first,) = waive(world, event)
    with pytest.raises(InvalidInput, match="Say why it is declined"):
        decide_waivers(world.as_("books"), waivers=[first.document or 0], approve=False)
    decide_waivers(world.as_("books"), waivers=[first.document or 0], approve=False, remark="He pays").only()
    assert events(world) == [(event, "open", D("100.00"))]
    (second,) = waive(world, event)
    other = withdraw_waivers(
        replace(world.as_("billing"), actor_id=world.people["books"]), waivers=[second.document or 0]
    )[0]
    assert other.code == "not_yours"
    withdraw_waivers(world.as_("billing"), waivers=[second.document or 0]).only()
    assert world.rows("SELECT state FROM billing_waiver ORDER BY id") == [("declined",), ("withdrawn",)]
    assert billed_at_the_end_of_the_month(world) == [D("100.00")]
    assert world.balance("AR") == D("120.00")
    world.verify()


def test_what_is_billed_at_once_is_billed_when_it_is_declined(world: World) -> None:
    """Asked before the billing run came to it; declined, it is billed without waiting for another run."""
    world.policy("billing.policy", trigger="accepted", grouping="shipment", frequency="immediate")
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=500), [(p, 10)]))
    prove_deliveries(world.as_("floor"), proofs=[ProofInput(shipment, "A")]).unrefused()
    (asked,) = waive(world, events(world)[0][0])
    assert world.invoices() == []
    decide_waivers(world.as_("books"), waivers=[asked.document or 0], approve=False, remark="No").only()
    world.react()
    assert [net for _, _, net, _, _ in world.invoices()] == [D("100.00")]
    world.verify()


def test_up_to_the_limit_one_person_gives_it_up_alone(world: World) -> None:
    """The policy lets 100.00 of a customer go; two events of 60.00 together are more."""
    limit = world.policy("billing.waiving", limit_without_approval="100")
    monthly(world)
    _, event = delivered(world)
    assert [one.code for one in waive(world, event)] == ["waived"]
    assert state(world) == ["closed"]
    ((explained,),) = world.rows("SELECT reason FROM billing_billable_event WHERE id = %s", event)
    assert explained.startswith("WV-")
    assert explained.endswith("Goodwill after the late delivery")
    p, party = world.item("Q", stock=12, cost=6, price=10), world.customer(limit=500)
    for _ in range(2):
        world.deliver(*world.ship(world.order(party, [(p, 6)])))
    second, third = (number for number, *_ in events(world)[1:])
    assert [(one.status, one.facts["amount"]) for one in waive(world, second, third)] == [("held", "120.00")] * 2
    assert world.rows("SELECT count(*) FROM billing_waiver") == [(2,)]
    end_policies(world.as_("masters"), rules=[limit], reason="Over")
    world.policy("billing.waiving", limit_without_approval=None)
    world.verify()


def test_what_cannot_be_waived_says_why_and_stops_nothing(world: World) -> None:
    """Unknown, billed, taken back, waived, waiting and named twice: each an outcome; the sound one is done."""
    world.policy("billing.waiving", limit_without_approval=None)
    world.policy("billing.policy", trigger="accepted", grouping="shipment", frequency="immediate")
    p = world.item("P", stock=30, cost=6, price=10)
    party = world.customer(limit=2000)
    (shipment,) = world.ship(world.order(party, [(p, 4)]))
    world.deliver(shipment)
    dock = world.as_("dock")
    with reading(dock):
        (line,) = lines_of(dock, [shipment])
    receive_returns(dock, returns=[ReturnInput([ReturnLineInput(line.id, D(1))], "one too many")]).unrefused()
    world.react()
    (billed, *_), (back, *_) = events(world)
    monthly(world)
    world.deliver(*world.ship(world.order(party, [(p, 2)])))
    good = events(world)[-1][0]
    assert [one.code for one in waive(world, 10**15, billed, back, good, good)] == [
        "event_unknown",
        "event_billed",
        "not_earned",
        "waived",
        "event_twice",
    ]
    assert [one.code for one in waive(world, good)] == ["event_waived"]
    for reason in (" ", "x" * 401):
        with pytest.raises(InvalidInput, match=r"reason|Say why"):
            waive_events(world.as_("billing"), events=[good], reason=reason)
    assert decide_waivers(world.as_("books"), waivers=[10**15], approve=True)[0].code == "waiver_unknown"
    world.verify()


@pytest.mark.parametrize("recognise", ["at_issue", "deferred"])
def test_what_came_back_before_it_was_billed_is_waived_with_it_and_later_it_is_stale(
    world: World, recognise: str
) -> None:
    """Of ten, four are back when it is asked and one more when it is decided: what was asked for is another sum."""
    world.policy("inventory.cost_of_sales", recognise=recognise)
    monthly(world)
    p = world.item("P", stock=20, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=500), [(p, 10)]))
    world.deliver(shipment)
    event = events(world)[0][0]
    dock = world.as_("dock")
    with reading(dock):
        (line,) = lines_of(dock, [shipment])

    def back(quantity: int) -> None:
        given = ReturnInput([ReturnLineInput(line.id, D(quantity))], "too many")
        receive_returns(dock, returns=[given]).unrefused()
        world.react()

    back(4)
    (asked,) = waive(world, event)
    assert asked.facts["amount"] == "60.00"
    back(1)
    stale = decide_waivers(world.as_("books"), waivers=[asked.document or 0], approve=True)[0]
    assert (stale.code, stale.facts["left"]) == ("changed_since", "50.00")
    decide_waivers(world.as_("books"), waivers=[asked.document or 0], approve=False, remark="Ask anew").only()
    (asked,) = waive(world, event)
    decide_waivers(world.as_("books"), waivers=[asked.document or 0], approve=True).only()
    world.react()
    assert (world.balance("COGS"), world.balance("SNI")) == (D("30.00"), 0)
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert state(world) == ["closed"]
    world.verify()

    back(5)
    assert billed_at_the_end_of_the_month(world) == []
    assert world.invoices("credit_note") == []
    assert (world.balance("COGS"), world.balance("SNI"), world.balance("AR")) == (0, 0, 0)
    sums = "SELECT quantity_earned, quantity_taken_back, quantity_waived, quantity_netted FROM billing_billable_line"
    assert world.rows(sums) == [(10, 10, 0, 10)]
    world.verify()


def test_the_rest_of_a_line_weighs_what_it_should_when_a_part_was_waived(world: World) -> None:
    """Of ten, four were waived and one of them came back; when the six are billed nothing weighs on credit any more."""
    world.policy("billing.waiving", limit_without_approval=None)
    monthly(world)
    p = world.item("P", stock=4, cost=6, price="3.33")
    order = world.order(world.customer(limit=500), [(p, 10)])
    (first,) = world.ship(order)
    world.deliver(first)
    event = events(world)[0][0]
    dock = world.as_("dock")
    with reading(dock):
        (line,) = lines_of(dock, [first])
    assert line.quantity == 4
    waive(world, event)
    receive_returns(dock, returns=[ReturnInput([ReturnLineInput(line.id, D(1))], "one too many")]).unrefused()
    world.react()
    world.receive(p, 6, 6)
    world.deliver(*world.ship(order))
    assert billed_at_the_end_of_the_month(world) == [D("19.98")]
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert state(world) == ["closed"]
    world.verify()


def test_billed_ahead_and_cancelled_before_the_run_makes_no_invoice_of_nothing(world: World) -> None:
    """What was earned and taken back before it was billed cancels out: no document, no number, the order is done."""
    monthly(world, trigger="ordered")
    p, party = world.item("P", stock=20, cost=6, price=10), world.customer(limit=500)
    order = world.order(party, [(p, 10)])
    cancel_lines(world.as_("desk"), orders=[order], reason="changed his mind").only()
    world.react()
    assert billed_at_the_end_of_the_month(world) == []
    assert world.rows("SELECT state, count(*) FROM billing_billable_event GROUP BY 1") == [("netted", 2)]
    assert world.rows("SELECT committed FROM settlement_credit_account") == [(0,)]
    assert world.rows("SELECT next_number FROM platform_number_series WHERE code = 'billing.invoice'") in ([], [(1,)])
    world.verify()


def test_what_came_back_before_it_was_billed_recognises_the_cost_of_the_rest_only(world: World) -> None:
    """Deferred cost: ten delivered, four back, six billed, then all six back: nothing is left on any account."""
    world.policy("inventory.cost_of_sales", recognise="deferred")
    monthly(world)
    p = world.item("P", stock=10, cost=6, price=10)
    (shipment,) = world.ship(world.order(world.customer(limit=500), [(p, 10)]))
    world.deliver(shipment)
    dock = world.as_("dock")
    with reading(dock):
        (line,) = lines_of(dock, [shipment])
    for quantity, cost in ((4, "36.00"), (2, "24.00"), (4, "0")):
        back = ReturnInput([ReturnLineInput(line.id, D(quantity))], "too many")
        receive_returns(dock, returns=[back]).unrefused()
        world.react()
        world.now += timedelta(days=31)
        world.bill()
        assert (world.balance("COGS"), world.balance("SNI")) == (D(cost), 0)
        world.verify()
    assert world.stock_value(p) == (10, D("60.00"))
