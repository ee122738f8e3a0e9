"""A customer changes an order that is confirmed: less, more, another day, another price, another line."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.world import D, World, new_world
from throughline.governance.public import decide_holds
from throughline.kernel.errors import InvalidInput
from throughline.modules.parties.public import AddressInput, save_addresses
from throughline.modules.sales.public import (
    AmendmentInput,
    LineAmendment,
    LineInput,
    amend_orders,
    withdraw_amendments,
)
from throughline.modules.sales.public import (
    lines_of as order_lines,
)
from throughline.modules.warehouse.public import confirm_put_backs
from throughline.platform.operations import OPERATIONS, Outcome, Versioned, reading


@pytest.fixture
def world() -> World:
    """Have a company."""
    return new_world()


def lines(world: World, order: int) -> list[Any]:
    """Give the lines of an order."""
    with reading(world.as_("desk")):
        return list(order_lines(world.as_("desk"), [order]))


def amend(world: World, order: int, *changes: LineAmendment, **more: Any) -> Outcome:
    """Amend an order and let the company react."""
    asked = AmendmentInput(Versioned(order), more.pop("reason", "Customer called"), changes, **more)
    (outcome,) = amend_orders(world.as_("desk"), amendments=[asked])
    world.react()
    return outcome


def everything(world: World) -> list[Any]:
    """Give what an amendment could change."""
    return [
        world.rows(f"SELECT * FROM {table} WHERE company_id = %s ORDER BY id", world.company_id)
        for table in (
            "sales_order",
            "sales_order_line",
            "sales_amendment",
            "inventory_demand",
            "inventory_promise",
            "inventory_position",
            "billing_billable_line",
            "settlement_credit_account",
            "governance_hold",
        )
    ]


def committed(world: World, party: int) -> Decimal:
    """Give what a customer is committed to."""
    ((amount,),) = world.rows("SELECT committed FROM settlement_credit_account WHERE party_id = %s", party)
    return D(amount)


def test_more_is_promised_and_weighs_on_credit(world: World) -> None:
    """A line is raised: stock is promised, the billable line and the credit follow, and what leaves is billed."""
    p = world.item("P", stock=100, cost=5, price=10)
    party = world.customer(limit=10000)
    order = world.order(party, [(p, 20)])
    (line,) = lines(world, order)
    outcome = amend(world, order, LineAmendment(line.id, D(30)))
    assert (outcome.status, outcome.facts["net_before"], outcome.facts["net_after"]) == ("done", D(200), D(300))
    assert world.free(p) == 70
    assert committed(world, party) == D(360)
    world.deliver(*world.ship(order))
    world.bill()
    assert [net for _, _, net, _, _ in world.invoices()] == [D(300)]
    assert committed(world, party) == 0
    world.verify()


def test_less_frees_what_is_promised_allocated_and_picked(world: World) -> None:
    """A line is reduced in the middle of picking: what is allocated is free, what is picked goes back."""
    p = world.item("P", stock=20, cost=5, price=10)
    party = world.customer(limit=1000)
    order = world.order(party, [(p, 20)])
    (task,) = (world.release(order), world.tasks(order))[1]
    world.pick(order, quantities={task.id: 12}, reason="cart full")
    (line,) = lines(world, order)
    outcome = amend(world, order, LineAmendment(line.id, D(5)))
    assert outcome.status == "done"
    (told,) = outcome.facts["lines"]
    assert (told["freed"], told["to_put_back"]) == (8, 7)
    (back,) = world.tasks(order, kind="put_back")
    confirm_put_backs(world.as_("floor"), tasks=[back.id]).unrefused()
    world.react()
    assert committed(world, party) == D(60)
    world.verify()


def test_what_has_left_cannot_be_taken_off(world: World) -> None:
    """Below what has left nothing changes; down to it the order is finished with the last invoice."""
    p = world.item("P", stock=12, cost=5, price=10)
    order = world.order(world.customer(), [(p, 20)])
    world.deliver(*world.ship(order))
    (line,) = lines(world, order)
    before = everything(world)
    outcome = amend(world, order, LineAmendment(line.id, D(11)))
    assert (outcome.status, outcome.code) == ("refused", "already_shipped")
    assert "The least is 12" in outcome.message
    assert everything(world) == before
    world.bill()
    assert amend(world, order, LineAmendment(line.id, D(12))).status == "done"
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]
    world.verify()


def test_another_day_moves_the_promise_with_its_reason(world: World) -> None:
    """The day moves, the first promise stays, and the history says why."""
    p = world.item("P", stock=20, cost=5, price=10)
    order = world.order(world.customer(), [(p, 20)])
    (line,) = lines(world, order)
    later = world.today + timedelta(days=9)
    assert amend(world, order, requested_on=later, reason="Site not ready").status == "done"
    (after,) = lines(world, order)
    assert (after.promised_original, after.promised, after.requested_on) == (line.promised, later, later)
    assert world.rows("SELECT before, after, reason FROM sales_promise_change WHERE line_id = %s", line.id) == [
        (line.promised, later, "amended: Site not ready")
    ]
    assert [d.due_on for d in world.demands(order)] == [later]
    world.verify()


def test_price_of_what_is_not_earned(world: World) -> None:
    """Before anything is earned the line has another price; after that the rest goes on a line of its own."""
    p = world.item("P", stock=12, cost=5, price=10)
    party = world.customer(limit=10000)
    order = world.order(party, [(p, 20)])
    (line,) = lines(world, order)
    assert amend(world, order, LineAmendment(line.id, unit_price=D("9.50"))).status == "done"
    assert committed(world, party) == D("228.00")
    world.deliver(*world.ship(order))
    world.bill()
    outcome = amend(world, order, LineAmendment(line.id, discount_percent=D(10)))
    assert outcome.status == "done"
    first, rest = lines(world, order)
    assert (first.quantity_stock - first.cancelled, first.unit_price) == (12, D("9.50"))
    assert (rest.quantity_stock, rest.unit_price) == (8, D("8.55"))
    assert committed(world, party) == D("82.08")
    world.receive(p, 8, 5)
    world.deliver(*world.ship(order))
    world.bill()
    assert [net for _, _, net, _, _ in world.invoices()] == [D("114.00"), D("68.40")]
    world.verify()


def test_a_line_is_added(world: World) -> None:
    """A line is added by the box: it is priced, promised and billed with the others."""
    p = world.item("P", stock=100, cost=5, price=10)
    q = world.item("Q", stock=3, cost=1, price=2)
    order = world.order(world.customer(), [(p, 2)])
    outcome = amend(world, order, added=[LineInput(q, D(5))], customer_po="PO 77")
    assert outcome.status == "done"
    _, added = lines(world, order)
    assert (added.line_no, added.net, added.promised) == (20, D(10), None)
    assert world.rows("SELECT DISTINCT customer_po FROM billing_billable_line WHERE thread_id = (SELECT thread_id FROM "
                      "sales_order WHERE id = %s)", order) == [("PO 77",)]  # fmt: skip
    world.verify()


def test_credit_stops_more_until_it_is_approved(world: World) -> None:
    """What credit does not allow leaves the order as it is; with the approval it is carried out."""
    p = world.item("P", stock=100, cost=5, price=10)
    party = world.customer(limit=250)
    order = world.order(party, [(p, 20)])
    (line,) = lines(world, order)
    outcome = amend(world, order, LineAmendment(line.id, D(40)))
    assert (outcome.status, outcome.code) == ("held", "credit_limit")
    assert [one.quantity_stock for one in lines(world, order)] == [20]
    assert (world.free(p), committed(world, party)) == (80, D(240))
    ((hold,),) = world.rows("SELECT id FROM governance_hold WHERE stage = 'amend' AND released_at IS NULL")
    decide_holds(world.as_("credit"), holds=[hold], reason="Good payer")
    world.react()
    assert [one.quantity_stock for one in lines(world, order)] == [40]
    assert committed(world, party) == D(480)
    states = world.rows("SELECT state, asked_by FROM sales_amendment WHERE order_id = %s ORDER BY id", order)
    assert states == [("replaced", world.people["desk"]), ("done", world.people["desk"])]
    world.verify()


def test_an_approval_is_for_what_was_asked(world: World) -> None:
    """Asking for more than was approved waits anew; a refusal drops what waited."""
    p = world.item("P", stock=100, cost=5, price=10)
    world.policy("sales.margin_floor", percent="20")
    order = world.order(world.customer(), [(p, 20)])
    (line,) = lines(world, order)
    assert amend(world, order, LineAmendment(line.id, unit_price=D("5.50"))).code == "margin_below_floor"
    assert amend(world, order, LineAmendment(line.id, unit_price=D("5.20"))).code == "margin_below_floor"
    ((hold, facts),) = world.rows("SELECT id, facts FROM governance_hold WHERE stage = 'amend' AND released_at IS NULL")
    assert facts["margin"] == "3.8462"
    decide_holds(world.as_("pricing"), holds=[hold], release=False, reason="Too low")
    world.react()
    states = world.rows("SELECT state FROM sales_amendment WHERE order_id = %s ORDER BY id", order)
    assert states == [("replaced",), ("refused",)]
    assert [one.unit_price for one in lines(world, order)] == [D(10)]
    assert amend(world, order, LineAmendment(line.id, unit_price=D("5.50"))).status == "held"
    assert withdraw_amendments(world.as_("desk"), orders=[order]) == 1
    assert world.rows("SELECT id FROM governance_hold WHERE stage = 'amend' AND released_at IS NULL") == []
    assert amend(world, order, customer_po="PO 9").status == "done"
    world.verify()


def test_supply_that_must_be_covered(world: World) -> None:
    """Where policy blocks what is not in sight, more than that waits."""
    p = world.item("P", stock=25, cost=5, price=10)
    world.policy("sales.supply", unsupplied="block")
    order = world.order(world.customer(), [(p, 20)])
    (line,) = lines(world, order)
    assert amend(world, order, LineAmendment(line.id, D(26))).code == "no_supply"
    assert amend(world, order, LineAmendment(line.id, D(25))).status == "done"
    assert world.free(p) == 0
    world.verify()


def test_an_address_changes_until_goods_are_packed(world: World) -> None:
    """Another address of the customer is good until something is packed; another's never is."""
    p = world.item("P", stock=25, cost=5, price=10)
    party, other = world.customer(), world.customer()
    places = [
        AddressInput(owner, "X1", "ship_to", "Dock", ("Street 1",), "DE", "10115", "Berlin") for owner in (party, other)
    ]
    save_addresses(world.as_("masters"), addresses=places)
    dock, strange = (
        world.rows("SELECT id FROM parties_address WHERE party_id = %s AND code = 'X1'", owner)[0][0]
        for owner in (party, other)
    )
    order = world.order(party, [(p, 20)])
    assert amend(world, order, ship_to_id=strange).code == "address_unknown"
    assert amend(world, order, ship_to_id=dock).status == "done"
    assert world.rows("SELECT ship_to_id FROM inventory_demand WHERE group_id = %s", order) == [(dock,)]
    world.release(order)
    world.pick(order)
    world.pack(order)
    (first, *_) = [n for (n,) in world.rows("SELECT id FROM parties_address WHERE party_id = %s", party) if n != dock]
    assert amend(world, order, ship_to_id=first).code == "packed_already"
    world.verify()


def test_what_is_wrong_changes_nothing(world: World) -> None:
    """Each refusal names its field; one bad order does not stop the others."""
    p = world.item("P", stock=100, cost=5, price=10)
    party = world.customer()
    order, good = world.order(party, [(p, 20)]), world.order(party, [(p, 20)])
    (line,), (fine,) = lines(world, order), lines(world, good)
    desk = world.as_("desk")
    before = everything(world)
    with pytest.raises(InvalidInput, match="Say why"):
        amend(world, order, LineAmendment(line.id, D(1)), reason=" ")
    for change, code in (
        (LineAmendment(line.id, D(-1)), "quantity_negative"),
        (LineAmendment(line.id, D("1.5")), "quantity_not_divisible"),
        (LineAmendment(fine.id, D(1)), "line_unknown"),
        (LineAmendment(line.id, D(0)), "nothing_left"),
        (LineAmendment(line.id, unit_price=D(-1)), "price_negative"),
        (LineAmendment(line.id, discount_percent=D(101)), "discount_out_of_range"),
    ):
        assert amend(world, order, change).code == code
    assert amend(world, order, added=[LineInput(0, D(1))]).code == "item_unknown"
    assert amend(world, order).status == "skipped"
    assert everything(world) == before
    quote = world.quote(party, [(p, 1)])
    asked = [
        AmendmentInput(Versioned(order, 99), "x", [LineAmendment(line.id, D(1))]),
        AmendmentInput(Versioned(good), "x", [LineAmendment(fine.id, D(21))]),
        AmendmentInput(Versioned(quote), "x", [LineAmendment(line.id, D(1))]),
        AmendmentInput(Versioned(0), "x"),
    ]
    outcomes = amend_orders(desk, amendments=asked)
    assert [one.status for one in outcomes] == ["refused", "done", "refused", "refused"]
    world.verify()


def test_the_effect_is_known_before(world: World) -> None:
    """A dry run tells what the deed will, and changes nothing."""
    p = world.item("P", stock=100, cost=5, price=10)
    order = world.order(world.customer(), [(p, 20)])
    (line,) = lines(world, order)
    asked = AmendmentInput(Versioned(order), "x", [LineAmendment(line.id, D(120))])
    before = everything(world)
    (ahead,) = OPERATIONS["sales.amend_orders"].dry_run(world.as_("desk"), amendments=[asked])
    assert everything(world) == before
    (done,) = amend_orders(world.as_("desk"), amendments=[asked])
    assert (ahead.status, ahead.facts) == (done.status, done.facts)
    assert done.facts["lines"][0]["promised"] is None
