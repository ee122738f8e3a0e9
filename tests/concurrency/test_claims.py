"""Nothing is promised, credited, billed or answered twice, whoever comes at the same moment."""

import pytest

from tests.concurrency.processes import at_once
from tests.world import D, World, new_world
from throughline.governance.public import standing_holds
from throughline.modules.billing.public import due_events, run_billing
from throughline.modules.sales.public import LineInput, QuoteInput, confirm_orders, quote_orders
from throughline.platform.operations import Outcomes, Versioned, reading


@pytest.fixture
def world() -> World:
    """A company."""
    return new_world()


def _confirm(world: World, order: int) -> Outcomes:
    return confirm_orders(world.as_("desk"), orders=[Versioned(order)])


@pytest.mark.slow
def test_o14_fifty_orders_for_ten_pieces(world: World) -> None:
    """Exactly ten are promised from stock, forty are not; nothing is oversold."""
    world.policy("sales.supply", unsupplied="block")
    p = world.item("P", stock=10, cost=5, price=10)
    party = world.customer()
    orders = [world.quote(party, [(p, 1)]) for _ in range(50)]
    answers = []
    for start in range(0, 50, 10):
        answers += at_once([lambda o=order: _confirm(world, o) for order in orders[start : start + 10]])
    assert not [answer for answer in answers if not isinstance(answer, Outcomes)]
    assert sum(len(answer.done) for answer in answers) == 10
    assert {outcome.code for answer in answers for outcome in answer.held} == {"no_supply"}
    assert world.free(p) == 0
    world.react()
    world.verify()


@pytest.mark.slow
def test_the_same_item_on_two_lines_and_lines_in_opposite_order(world: World) -> None:
    """Orders that name the same items in opposite orders, twice each, pass without a deadlock reaching anyone."""
    items = [world.item(str(n), stock=1000, cost=5, price=10) for n in range(6)]
    party = world.customer()
    forth = [(item, 1) for item in items]
    orders = [world.quote(party, (forth if n % 2 else forth[::-1]) + forth[:2]) for n in range(8)]
    answers = at_once([lambda o=order: _confirm(world, o) for order in orders])
    assert all(isinstance(answer, Outcomes) and answer.done for answer in answers), answers
    world.release(*orders)
    answers = at_once([lambda o=order: world.pick(o) for order in orders])
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    units = world.pack(*orders)
    answers = at_once([lambda u=unit: world.dispatch([u]) for unit in units])
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    world.react()
    world.verify()


@pytest.mark.slow
def test_two_confirmations_at_one_credit_limit(world: World) -> None:
    """Two orders that fit alone and not together: one passes, the other is held."""
    p = world.item("P", stock=1000, cost=5, price=10)
    party = world.customer(limit=1000)
    orders = [world.quote(party, [(p, 60)]) for _ in range(2)]
    answers = at_once([lambda o=order: _confirm(world, o) for order in orders])
    assert sorted(len(answer.done) for answer in answers) == [0, 1]
    with reading(world.as_("credit")):
        (hold,) = standing_holds(world.as_("credit"), "sales.order", orders)
    assert hold.code == "credit_limit"
    world.verify()


@pytest.mark.slow
def test_the_same_key_twice_at_once_gives_one_order(world: World) -> None:
    """A request that is sent twice at once is done once and answered the same."""
    p = world.item("P", stock=10, cost=5, price=10)
    party = world.customer()
    quote = QuoteInput(party, world.site_id, [LineInput(p, D(1))])

    def send() -> list[int]:
        return quote_orders(world.as_("desk", idempotency_key="request-1"), quotes=[quote]).documents()

    answers = at_once([send, send, send])
    assert answers[0] == answers[1] == answers[2]
    assert world.rows("SELECT count(*) FROM sales_order") == [(1,)]
    assert send() == answers[0]
    world.verify()


@pytest.mark.slow
def test_two_billing_runs_at_once_bill_everything_once(world: World) -> None:
    """What one run bills the other leaves; numbers have no gap."""
    world.policy("billing.policy", trigger="accepted", grouping="shipment", frequency="weekly")
    p = world.item("P", stock=100, cost=5, price=10)
    party = world.customer()
    orders = [world.order(party, [(p, 1)]) for _ in range(6)]
    world.deliver(*world.ship(*orders))
    world.later(7)
    with reading(world.as_("billing")):
        due = due_events(world.as_("billing"), world.today)
    assert len(due) == 6
    answers = at_once([lambda: run_billing(world.as_("billing"), events=due) for _ in range(3)])
    assert sum(len(answer.done) for answer in answers) == 6
    assert len(world.invoices()) == 6
    world.react()
    world.verify()
