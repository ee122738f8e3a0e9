"""What is missing of a payment: cash discount in time and in grace, tolerance, and what stays open (O-38)."""

from datetime import timedelta

import pytest

from tests.world import D, World
from throughline.modules.parties.testing import payment_terms
from throughline.modules.settlement.public import (
    Against,
    MatchInput,
    PaymentInput,
    match_items,
    open_items_of,
    register_payments,
)
from throughline.platform.operations import Outcome, reading


def customer(world: World) -> int:
    """Somebody with 30 days, or ten with two percent."""
    terms = payment_terms(world.as_("masters"), days=30, discount_days=10, discount_percent=D(2))
    return world.customer(payment_terms=terms)


def invoice(world: World, party: int, item: int, quantity: int = 1) -> int:
    """Have an invoice of 1,000.00 a piece, net, and give its open item."""
    world.deliver(*world.ship(world.order(party, [(item, quantity)])))
    cash = world.as_("cash")
    with reading(cash):
        return max(one.id for one in open_items_of(cash, party) if one.kind == "invoice")


def pay(world: World, party: int, amount: object) -> Outcome:
    outcome = world.pay(party, amount).only()
    world.react()
    return outcome


def left(world: World, party: int) -> list[object]:
    cash = world.as_("cash")
    with reading(cash):
        return [one.balance for one in open_items_of(cash, party)]


@pytest.mark.parametrize(
    ("days", "paid", "stays", "discount", "written_off"),
    [
        (8, "980", [], "20.00", "0"),
        (8, "975", [], "20.00", "5.00"),
        (8, "974.99", ["25.01"], "0", "0"),
        (8, "985", [], "15.00", "0"),
        (10, "980", [], "20.00", "0"),
        (13, "980", [], "20.00", "0"),
        (15, "975", [], "20.00", "5.00"),
        (16, "980", ["20.00"], "0", "0"),
        (16, "995", [], "0", "5.00"),
        (16, "994.99", ["5.01"], "0", "0"),
        (8, "1000", [], "0", "0"),
        (8, "1003", ["-3.00"], "0", "0"),
    ],
)
def test_o38_discount_and_tolerance_on_receipt(
    world: World, days: int, paid: str, stays: list[str], discount: str, written_off: str
) -> None:
    """An invoice of 1,000.00 with 20.00 until day 10, five days of grace and a tolerance of 5.00."""
    world.policy("settlement.paying_short", grace_days=5, tolerance="5.00")
    p, party = world.item("P", stock=10, cost=1, price=1000, tax_category="zero"), customer(world)
    invoice(world, party, p)
    world.later(days)
    told = pay(world, party, paid)
    assert left(world, party) == [D(amount) for amount in stays]
    assert (world.balance("SDISC"), world.balance("WOFF")) == (D(discount), D(written_off))
    assert ("granted after" in told.message) is (days > 10 and discount != "0"), told.message


def test_the_tax_falls_with_the_discount(world: World) -> None:
    """Of 24.00 discount on 1,200.00 four are tax; where the law keeps the tax all of it is discount."""
    p, party, other = world.item("P", stock=10, cost=1, price=1000), customer(world), customer(world)
    world.policy("settlement.paying_short", {"customer": other}, reduces_tax=False)
    for one in (party, other):
        invoice(world, one, p)
    world.later(8)
    assert pay(world, party, 1176).message == "24.00 cash discount on INV-000001."
    assert (world.balance("SDISC"), world.balance("VATO"), world.balance("AR")) == (D("20.00"), D("-396.00"), D(1200))
    pay(world, other, 1176)
    assert (world.balance("SDISC"), world.balance("VATO"), world.balance("AR")) == (D("44.00"), D("-396.00"), 0)


def test_one_payment_of_several_invoices_takes_the_discount_of_each(world: World) -> None:
    """Paid together less two percent of each that is in time; the one that is late is paid whole."""
    p, party = world.item("P", stock=10, cost=1, price=1000), customer(world)
    invoice(world, party, p)
    world.later(11)
    for quantity in (2, 3):
        invoice(world, party, p, quantity)
    pay(world, party, D(1200) + D(2352) + D(3528))
    assert left(world, party) == []
    assert (world.balance("SDISC"), world.balance("AR")) == (D("100.00"), 0)


def test_nothing_may_be_missing_where_policy_says_so(world: World) -> None:
    """Without leave a short payment leaves the rest open, and a write-off that is named is refused with the limit."""
    p, party = world.item("P", stock=10, cost=1, price=1000, tax_category="zero"), customer(world)
    world.policy("settlement.paying_short", takes_discount=False, tolerance="2.00")
    first, _ = invoice(world, party, p), invoice(world, party, p)
    cash = world.as_("cash")
    named = PaymentInput(party, D(997), world.today, matches=(Against(first, D(997), written_off=D("3.00")),))
    refused = register_payments(cash, payments=[named])[0]
    assert (refused.status, refused.code) == ("refused", "written_off_too_high")
    assert "3.00 of INV-000001 is more than the 2.00 that may be written off" in refused.message
    matches = (Against(first, D("978.50"), D(20), D("1.50")),)
    register_payments(cash, payments=[PaymentInput(party, D("978.50"), world.today, matches=matches)]).only()
    assert left(world, party) == [D(1000)]
    pay(world, party, 980)
    assert left(world, party) == [D("20.00")]
    assert (world.balance("SDISC"), world.balance("WOFF")) == (D("20.00"), D("1.50"))


def test_money_on_account_takes_the_discount_that_is_named(world: World) -> None:
    """An advance of 1,176.00 settles the invoice with the discount, its tax corrected, also in the days of grace."""
    world.policy("settlement.paying_short", grace_days=3)
    p, party = world.item("P", stock=10, cost=1, price=1000), customer(world)
    pay(world, party, 1176)
    bill = invoice(world, party, p)
    world.later(13)
    cash = world.as_("cash")
    with reading(cash):
        (advance,) = [one.id for one in open_items_of(cash, party) if one.kind == "payment"]
    match_items(cash, matches=[MatchInput(bill, advance, discount=D(24))]).only()
    assert left(world, party) == []
    assert (world.balance("SDISC"), world.balance("VATO"), world.balance("AR")) == (D("20.00"), D("-196.00"), 0)


@pytest.mark.parametrize("at_once", [True, False])
def test_parts_of_a_discount_come_to_the_tax_of_the_whole(world: World, at_once: bool) -> None:
    """Four discounts of 5.00 hold 0.83, 0.84, 0.83 and 0.83 of tax: 3.33, as the 20.00 would have at once."""
    party = customer(world)
    item = invoice(world, party, world.item("P", stock=5, cost=500, price="833.33"))
    parts = [
        PaymentInput(party, D(245), world.today, f"part {n}", matches=(Against(item, D(245), D(5)),)) for n in "1234"
    ]
    for payments in [parts] if at_once else [[one] for one in parts]:
        register_payments(world.as_("cash"), payments=payments).unrefused()
    taxes = [tax for (tax,) in world.rows("SELECT tax FROM settlement_match ORDER BY id")]
    assert sorted(taxes) == [D("0.83"), D("0.83"), D("0.83"), D("0.84")]
    assert (world.balance("SDISC"), world.balance("VATO")) == (D("16.67"), D("-163.34"))
    assert left(world, party) == []
    world.verify()


def test_a_discount_is_taken_once_however_many_parts(world: World) -> None:
    """Of 20.00 that were offered, 15.00 are taken: 5.01 more is too much."""
    party = customer(world)
    item = invoice(world, party, world.item("P", stock=5, cost=500, price="833.33"))
    first = PaymentInput(party, D(400), world.today, matches=(Against(item, D(400), D(15)),))
    register_payments(world.as_("cash"), payments=[first]).unrefused()
    over = PaymentInput(party, D(100), world.today, matches=(Against(item, D(100), D("5.01")),))
    told = register_payments(world.as_("cash"), payments=[over])[0]
    assert (told.code, told.facts["most"]) == ("discount_too_high", D("5.00"))


@pytest.mark.parametrize("at_once", [True, False])
def test_parts_of_one_set_are_held_to_the_discount_together(world: World, at_once: bool) -> None:
    """Of 20.00 on 1,000.00 (166.67 tax) go 12.00 and 8.00; 9.00 in between is refused, as it would be alone.

    Their tax is 166.67 x 12 / 1,000 = 2.00 and 166.67 x 20 / 1,000 - 2.00 = 1.33.
    """
    party = customer(world)
    item = invoice(world, party, world.item("P", stock=5, cost=500, price="833.33"))
    parts = [
        PaymentInput(party, D(paid), world.today, text, matches=(Against(item, D(paid), D(discount)),))
        for text, paid, discount in [("a", 200, 12), ("b", 300, 9), ("c", 380, 8), ("d", 100, "0.01")]
    ]
    cash = world.as_("cash")
    told = [one for set_ in ([parts] if at_once else [[one] for one in parts]) for one in
            register_payments(cash, payments=set_)]  # fmt: skip
    assert [one.code for one in told] == ["", "discount_too_high", "", "discount_too_high"]
    assert [told[1].facts["most"], told[3].facts["most"]] == [D("8.00"), D("0.00")]
    assert told[1].message.endswith(
        "9 is more than the cash discount of 8.00 that is left on INV-000001; lower the discount."
    )
    taken = world.rows("SELECT discount, tax FROM settlement_match ORDER BY id")
    assert taken == [(D("12.00"), D("2.00")), (D("8.00"), D("1.33"))]
    assert left(world, party) == [D("400.00")]
    assert (world.balance("SDISC"), world.balance("VATO")) == (D("16.67"), D("-163.34"))
    world.verify()


def test_parts_of_one_set_of_matches_are_held_to_the_discount_together(world: World) -> None:
    """Two advances against one invoice of 1,000.00: 12.00 of the discount with the first, no 9.00 with the second."""
    party = customer(world)
    for _ in range(2):
        pay(world, party, 490)
    item = invoice(world, party, world.item("P", stock=5, cost=500, price="833.33"))
    cash = world.as_("cash")
    with reading(cash):
        first, second = [one.id for one in open_items_of(cash, party) if one.kind == "payment"]
    asked = [MatchInput(item, first, D(400), D(12)), MatchInput(item, second, D(400), D(9)),
             MatchInput(item, second, D(490), D(8))]  # fmt: skip
    told = match_items(cash, matches=asked)
    assert [(one.code, one.facts.get("most")) for one in told] == [
        ("", None),
        ("discount_too_high", D("8.00")),
        ("", None),
    ]
    assert world.rows("SELECT discount, tax FROM settlement_match ORDER BY id") == [
        (D("12.00"), D("2.00")),
        (D("8.00"), D("1.33")),
    ]
    world.verify()


def test_a_payment_is_not_dated_ahead_of_the_day(world: World) -> None:
    """Money that has not come in is no payment; a company that dates by value may allow some days."""
    party = customer(world)
    ahead = [PaymentInput(party, D(10), world.today + timedelta(days), matches=()) for days in (0, 1, 36_500)]
    done = register_payments(world.as_("cash"), payments=ahead)
    assert [one.code for one in done] == ["", "date_ahead", "date_ahead"]
    assert done[1].facts["field"] == "on_date"
    assert world.balance("BANK") == D("10.00")
    world.policy("settlement.payment_dates", days_ahead=2)
    done = register_payments(world.as_("cash"), payments=ahead)
    assert [one.status for one in done] == ["done", "done", "refused"]
    world.verify()
