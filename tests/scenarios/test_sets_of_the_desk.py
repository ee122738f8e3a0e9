"""One bad cancellation, substitution or decision of a set stops no other, and nothing of it is done."""

from tests.world import D, World
from throughline.governance.public import decide_holds
from throughline.modules.catalog.public import SubstituteInput, save_substitutes
from throughline.modules.inventory.public import Adjustment, adjust_stock, decide_adjustments, withdraw_adjustments
from throughline.modules.sales.public import SubstitutionInput, cancel_lines, substitute_lines
from throughline.platform.operations import Outcomes

NOWHERE = 987654321


def codes(outcomes: Outcomes) -> list[str]:
    """Give what came of each document, by its place in the set."""
    return [one.code for one in outcomes]


def lines_of(world: World, *orders: int) -> list[int]:
    """Give the lines of orders of one line each."""
    return [world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)[0][0] for order in orders]


def test_one_bad_cancellation_of_three_stops_no_other(world: World) -> None:
    """Of what has left and of what is no order nothing is cancelled; the outcomes come in the order asked."""
    item, party = world.item("P", stock=20, cost=3, price=9), world.customer(limit=10_000)
    first, second, third = (world.order(party, [(item, n)]) for n in (2, 3, 4))
    world.ship(second)
    done = cancel_lines(world.as_("desk"), orders=[third, second, NOWHERE, first], reason="Not needed")
    assert codes(done) == ["cancelled", "already_shipped", "order_unknown", "cancelled"]
    assert [one.subject for one in done] == [third, second, NOWHERE, first]
    assert (done[2].label, done[2].facts["field"]) == (f"order {NOWHERE}", "orders")
    states = "SELECT state FROM sales_order WHERE id = ANY(%s) ORDER BY id"
    assert world.rows(states, [first, second, third]) == [("cancelled",), ("confirmed",), ("cancelled",)]
    world.react()
    parts = dict(zip(lines_of(world, second), [D(4)], strict=True))
    refused = cancel_lines(world.as_("desk"), orders=[second], quantities=parts, reason="Not needed")
    assert (codes(refused), refused[0].facts["field"]) == (["already_shipped"], "quantities")


def test_one_bad_substitution_of_three_stops_no_other(world: World) -> None:
    """An order of which a line cannot be substituted so stays whole; the others get what is there."""
    a, b, c = world.item("A", price=15), world.item("B", stock=90, cost=9, price=18), world.item("C", price=5)
    save_substitutes(world.as_("masters"), substitutes=[SubstituteInput(a, b)])
    party = world.customer(accepts_substitutes=True)
    orders = [world.order(party, [(a, 10)]) for _ in range(4)]
    first, second, third, fourth = lines_of(world, *orders)
    done = substitute_lines(
        world.as_("desk"),
        substitutions=[
            SubstitutionInput(first, b),
            SubstitutionInput(second, c),
            SubstitutionInput(NOWHERE, b),
            SubstitutionInput(third, b, D(11)),
            SubstitutionInput(fourth, b, D(4)),
            SubstitutionInput(third, b, D(1)),
        ],
        reason="A is out",
    )
    assert codes(done) == ["amended", "no_substitute", "line_unknown", "nothing_open", "amended"]
    assert [one.subject for one in done] == [orders[0], orders[1], NOWHERE, orders[2], orders[3]]
    assert [one.facts["field"] for one in done.refused] == ["substitute_id", "line_id", "quantity"]
    world.react()
    left = world.rows(
        "SELECT quantity_stock - quantity_cancelled FROM sales_order_line WHERE id = ANY(%s) ORDER BY id",
        [first, second, third, fourth],
    )
    assert left == [(0,), (10,), (10,), (6,)]
    twice = [SubstitutionInput(third, b, D(1)), SubstitutionInput(third, b, D(2)), SubstitutionInput(fourth, b, D(1))]
    again = substitute_lines(world.as_("desk"), substitutions=twice, reason="A is out")
    assert codes(again) == ["line_twice", "amended"]
    world.react()


def test_one_adjustment_that_is_not_there_stops_no_other(world: World) -> None:
    """What is decided or withdrawn beside an unknown one is decided and withdrawn."""
    item = world.item("P", stock=20, cost=3)
    world.policy("inventory.adjusting", limit_without_approval="0")
    waiting = [
        adjust_stock(
            world.as_("stock"), adjustments=[Adjustment(world.site_id, world.bin(code), item, D(1))], reason="Found"
        ).only().subject
        for code in ("A-1", "A-2", "B-1")
    ]  # fmt: skip
    done = decide_adjustments(world.as_("second"), adjustments=[waiting[0], NOWHERE, waiting[1]], approve=True)
    assert codes(done) == ["posted", "adjustment_unknown", "posted"]
    assert done[1].facts["field"] == "adjustments"
    back = withdraw_adjustments(world.as_("stock"), adjustments=[NOWHERE, waiting[2], waiting[0]])
    assert codes(back) == ["adjustment_unknown", "withdrawn", "not_waiting"]
    assert world.on_hand(item) == 22


def test_one_hold_that_may_not_be_decided_stops_no_other(world: World) -> None:
    """Credit decides what is credit's; what is pricing's, decided already or unknown stays as it was."""
    world.policy("sales.discount_limit", percent="5")
    item, party = world.item("P", stock=90, cost=20, price=100), world.customer(limit=100)
    first, second = (world.quote(party, [(item, 2)]) for _ in range(2))
    dear = world.quote(world.customer(), [(item, 2, "ea", None, 20)])
    world.confirm(first, second, dear)
    holds = {
        (subject, code): number
        for number, subject, code in world.rows(
            "SELECT id, subject_id, code FROM governance_hold WHERE company_id = %s", world.company_id
        )
    }
    (discount,) = (number for (subject, _), number in holds.items() if subject == dear)
    wanted = [holds[first, "credit_limit"], discount, NOWHERE, holds[second, "credit_limit"]]
    done = decide_holds(world.as_("credit"), holds=wanted, reason="Good payer")
    assert codes(done) == ["approved", "duty_missing", "hold_unknown", "approved"]
    assert [one.subject for one in done] == wanted
    world.react()
    states = "SELECT state FROM sales_order WHERE id = ANY(%s) ORDER BY id"
    assert world.rows(states, [first, second, dear]) == [("confirmed",), ("confirmed",), ("quoted",)]
    again = decide_holds(world.as_("pricing"), holds=[wanted[0], discount], release=False, reason="Too low")
    assert codes(again) == ["hold_unknown", "refused"]
    approvals = "SELECT decision FROM governance_approval WHERE company_id = %s ORDER BY id"
    assert world.rows(approvals, world.company_id) == [("approved",), ("approved",), ("refused",)]
