from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.kernel.errors import DomainError
from throughline.modules.settlement.domain.matching import Against, Item, MatchInput, PaymentInput, decide, plan

DAY = date(2026, 3, 10)
AMOUNTS = st.integers(1, 500_000).map(lambda cents: Decimal(cents) / 100)


def item(number: int, balance: str | Decimal, *, due: int = 0, party: int = 7, disputed: bool = False) -> Item:
    return Item(
        number,
        party,
        "invoice" if Decimal(balance) >= 0 else "credit_note",
        "billing.invoice",
        number,
        f"RE-{number}",
        None,
        DAY + timedelta(due),
        "EUR",
        Decimal(balance),
        Decimal(balance),
        Decimal(2),
        DAY + timedelta(8),
        disputed,
    )


def settled(payment: PaymentInput, *items: Item) -> dict[int, Decimal]:
    (decided,) = plan([payment], {item.id: item for item in items}).values()
    assert not isinstance(decided, DomainError), decided
    return {match.open_item_id: match.amount for match in decided}


def refused(payment: PaymentInput, *items: Item) -> str:
    (decided,) = plan([payment], {item.id: item for item in items}).values()
    assert isinstance(decided, DomainError), decided
    return decided.code


def paid(amount: str, *matches: Against, on: date = DAY, automatic: bool = False) -> PaymentInput:
    return PaymentInput(7, Decimal(amount), on, matches=None if automatic else matches)


def auto(amount: str) -> PaymentInput:
    return paid(amount, automatic=True)


def test_the_item_that_is_met_exactly_is_settled_though_older_ones_are_open() -> None:
    assert settled(auto("80"), item(1, "100", due=-9), item(2, "80"), item(3, "80", due=9)) == {2: Decimal(80)}


def test_otherwise_the_oldest_due_are_settled_first_and_the_last_in_part() -> None:
    items = [item(1, "100", due=9), item(2, "50", due=-9), item(3, "70", due=3)]
    assert settled(auto("130"), *items) == {2: Decimal(50), 3: Decimal(70), 1: Decimal(10)}


def test_disputed_items_and_those_of_others_are_left_alone() -> None:
    assert settled(auto("100"), item(1, "100", disputed=True), item(2, "100", party=8)) == {}


def test_an_empty_tuple_leaves_the_money_on_account() -> None:
    assert settled(paid("100"), item(1, "100")) == {}


def test_plain_pairs_name_matches_too() -> None:
    payment = PaymentInput(7, Decimal(60), DAY, matches=((1, Decimal(40)),))
    assert settled(payment, item(1, "100")) == {1: Decimal(40)}


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        (paid("0"), "amount_invalid"),
        (paid("10.005"), "amount_invalid"),
        (paid("100", Against(9, Decimal(1))), "open_item_unknown"),
        (paid("100", Against(2, Decimal(1))), "other_party"),
        (paid("200", Against(1, Decimal("100.01"))), "too_much"),
        (paid("50", Against(1, Decimal(60))), "too_much"),
        (paid("50", Against(1, Decimal(20)), Against(1, Decimal(20))), "twice"),
        (paid("50", Against(1, Decimal(-20))), "amount_invalid"),
        (paid("98", Against(1, Decimal(97), Decimal("2.01"))), "discount_too_high"),
        (paid("98", Against(1, Decimal(98), Decimal(2)), on=DAY + timedelta(9)), "discount_late"),
        (paid("99", Against(1, Decimal(99), Decimal(2))), "too_much"),
    ],
)
def test_what_cannot_be_is_refused(payment: PaymentInput, code: str) -> None:
    assert refused(payment, item(1, "100"), item(2, "100", party=8)) == code


def test_a_discount_within_its_days_settles_the_item() -> None:
    on_last_day = paid("98", Against(1, Decimal(98), Decimal(2)), on=DAY + timedelta(8))
    assert settled(on_last_day, item(1, "100")) == {1: Decimal(98)}


def test_named_matches_come_before_automatic_ones_of_the_same_set() -> None:
    items = {1: item(1, "100"), 2: item(2, "50", due=5)}
    decided = plan([auto("100"), paid("100", Against(1, Decimal(100)))], items)
    assert decided == {1: (Against(1, Decimal(100)),), 0: (Against(2, Decimal(50)),)}


@given(st.lists(AMOUNTS, max_size=5), st.lists(AMOUNTS, max_size=5))
def test_no_item_is_paid_twice_and_no_payment_spent_twice(owed: list[Decimal], money: list[Decimal]) -> None:
    items = {n: item(n, amount, due=n % 3) for n, amount in enumerate(owed)}
    payments = [PaymentInput(7, amount, DAY) for amount in money]
    used = dict.fromkeys(items, Decimal(0))
    for place, settles in plan(payments, items).items():
        assert not isinstance(settles, DomainError)
        assert sum(match.amount for match in settles) <= payments[place].amount
        for match in settles:
            used[match.open_item_id] += match.amount
    assert all(used[n] <= items[n].balance for n in items)
    assert sum(used.values()) == min(sum(owed), sum(money)), "money is left only when nothing is owed"


def test_a_credit_note_takes_as_much_as_fits() -> None:
    items = {1: item(1, "100"), 2: item(2, "-30")}
    left = {number: known.balance for number, known in items.items()}
    assert decide(MatchInput(1, 2), items, left, DAY).amount == Decimal(30)
    assert left == {1: Decimal(70), 2: Decimal(0)}
    with pytest.raises(DomainError) as error:
        decide(MatchInput(1, 2), items, left, DAY)
    assert error.value.code == "nothing_left"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (MatchInput(2, 1), "wrong_side"),
        (MatchInput(1, 3), "other_party"),
        (MatchInput(1, 9), "open_item_unknown"),
        (MatchInput(1, 2, Decimal(31)), "too_much"),
        (MatchInput(1, 2, Decimal(30), Decimal(5)), "discount_too_high"),
    ],
)
def test_matches_that_cannot_be_are_refused(asked: MatchInput, code: str) -> None:
    items = {1: item(1, "100"), 2: item(2, "-30"), 3: item(3, "-30", party=8)}
    left = {number: known.balance for number, known in items.items()}
    with pytest.raises(DomainError) as error:
        decide(asked, items, left, DAY)
    assert error.value.code == code
    assert left[1] == Decimal(100)
