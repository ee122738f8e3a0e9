"""Credit, from the confirmation to the door, as the acceptance catalogue tells it."""

import pytest

from tests.world import D, World, held
from throughline.governance.public import decide_holds, standing_holds
from throughline.kernel.errors import RuleViolation
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.settlement.public import set_credit_limits
from throughline.modules.settlement.testing import invoice as open_invoice
from throughline.platform.operations import reading


def _exposed(world: World) -> tuple[int, int]:
    """A customer who owes 7,200.00 and has undelivered orders of 1,800.00 gross, and an item to sell."""
    p = world.item("P", stock=1000, cost=1, price=100)
    party = world.customer(limit=10_000)
    open_invoice(world.as_("books"), party, "7200.00")
    world.order(party, [(p, 15)])
    return party, p


def test_o04_credit_hold_and_release_by_another_person(world: World) -> None:
    """Over the limit the order is held and claims nothing, until somebody else with the duty lets it go."""
    party, p = _exposed(world)
    before = world.free(p)
    order = world.quote(party, [(p, 15)])
    outcome = held(world.confirm(order))
    assert outcome.code == "credit_limit"
    facts = outcome.facts["findings"][0]["facts"]
    assert (facts["total"], facts["over"]) == (D("10800.00"), D("800.00"))
    assert world.free(p) == before

    credit = world.as_("credit")
    with reading(credit):
        (hold,) = standing_holds(credit, "sales.order", [order])
    with pytest.raises(RuleViolation, match="duty"):
        decide_holds(world.as_("desk"), holds=[hold.id], reason="me").only()
    decide_holds(credit, holds=[hold.id], reason="Paid by Friday, says their controller")
    world.react()
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("confirmed",)]
    ((facts, by),) = world.rows("SELECT facts, decided_by FROM governance_approval WHERE subject_id = %s", order)
    assert D(facts["over"]) == D("800.00")
    assert by == credit.actor_id


def test_o04_a_payment_lets_the_recheck_pass(world: World) -> None:
    """With 900.00 paid the exposure is 9,900.00: the order passes and its hold goes by itself."""
    party, p = _exposed(world)
    order = world.quote(party, [(p, 15)])
    held(world.confirm(order))
    world.pay(party, 900)
    assert world.confirm(order).done
    ((kind,),) = world.rows("SELECT release_kind FROM governance_hold WHERE subject_id = %s", order)
    assert kind == "self"


def test_o04_a_payment_frees_the_quote_by_itself(world: World) -> None:
    """Nobody has to try: the hold goes when the money comes, and the desk sees a quote that nothing stops."""
    party, p = _exposed(world)
    order = world.quote(party, [(p, 15)])
    held(world.confirm(order))
    world.pay(party, 799)
    assert world.rows("SELECT is_held FROM sales_order WHERE id = %s", order) == [(True,)]
    world.pay(party, 1)
    assert world.rows("SELECT is_held, state FROM sales_order WHERE id = %s", order) == [(False, "quoted")]


def test_credit_is_looked_at_again_before_goods_are_released(world: World) -> None:
    """A limit lowered after confirmation stops the release; raising it lets the goods go by itself."""
    p = world.item("P", stock=100, cost=1, price=100)
    party = world.customer(limit=10_000)
    order = world.order(party, [(p, 10)])
    set_credit_limits(world.as_("credit"), limits={party: D(1000)})
    world.react()
    outcome = held(world.release(order))
    assert (outcome.code, world.tasks(order)) == ("credit_limit", [])
    assert "1200.00, 200.00 over the limit of 1000.00" in outcome.message
    set_credit_limits(world.as_("credit"), limits={party: D(1200)})
    world.react()
    ((kind, stage),) = world.rows("SELECT release_kind, stage FROM governance_hold WHERE subject_kind = 'thread'")
    assert (kind, stage) == ("self", "release")
    assert world.release(order).done


def test_what_credit_approved_is_not_stopped_again(world: World) -> None:
    """An order approved over the limit is released, also while another one stands over it."""
    party, p = _exposed(world)
    order = world.quote(party, [(p, 15)])
    held(world.confirm(order))
    credit = world.as_("credit")
    with reading(credit):
        (hold,) = standing_holds(credit, "sales.order", [order])
    decide_holds(credit, holds=[hold.id], reason="Agreed")
    world.react()
    assert world.release(order).done


def test_credit_stops_goods_at_the_door_where_policy_says_so(world: World) -> None:
    """Overdue for too long, one customer's load stays and the other's leaves; an approval lets it go."""
    p = world.item("P", stock=100, cost=1, price=10)
    late, good = world.customer(), world.customer()
    world.policy("settlement.credit_check", at_release=False, at_dispatch=True, overdue_days=10)
    open_invoice(world.as_("books"), late, "500.00", days=0)
    world.later(11)
    orders = [world.order(party, [(p, 1)]) for party in (late, good)]
    world.release(*orders)
    world.pick(*orders)
    units = world.pack(*orders)
    stays, leaves = dispatch_units(world.as_("floor"), loads=[Load([unit]) for unit in units])
    world.react()
    assert (stays.status, stays.code, leaves.status) == ("held", "credit_overdue", "done")
    assert "500.00 overdue, the oldest for 11 days; 10 are allowed" in stays.message
    credit = world.as_("credit")
    ((hold,),) = world.rows("SELECT id FROM governance_hold WHERE released_at IS NULL")
    decide_holds(credit, holds=[hold], reason="Paid tomorrow")
    assert world.dispatch([units[0]])
