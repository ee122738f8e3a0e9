"""What a count says of goods of which some were blocked as missing."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.inventory.domain.counting import Settled, settle

AMOUNT = st.integers(0, 10**6).map(Decimal)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_both_statuses_end_at_what_was_counted(
    counted: Decimal, available: Decimal, kept: Decimal, missed: Decimal
) -> None:
    """After a count nothing is blocked as missing, what is blocked besides stays, and all of it is what was counted."""
    one = settle(counted, available, kept + missed, missed)
    assert Decimal(0) <= one.found <= missed
    blocked = kept + missed - one.found + one.blocked
    assert blocked == min(counted, kept)
    assert available + one.found + one.available == counted - blocked


def test_of_ten_good_four_recalled_and_two_missed_a_count_tells_which_are_there() -> None:
    """Sixteen are booked; fifteen lie there: one of the two that a pick missed."""
    assert settle(Decimal(15), Decimal(10), Decimal(6), Decimal(2)) == Settled(Decimal(1), Decimal(0), Decimal(-1))
    assert settle(Decimal(18), Decimal(10), Decimal(6), Decimal(2)) == Settled(Decimal(2), Decimal(2), Decimal(0))
    assert settle(Decimal(3), Decimal(10), Decimal(6), Decimal(2)) == Settled(Decimal(0), Decimal(-10), Decimal(-3))
