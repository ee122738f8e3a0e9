"""What a count says of goods of which some were blocked as missing."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.inventory.domain.counting import settle

AMOUNT = st.integers(0, 10**6).map(Decimal)


@given(AMOUNT, AMOUNT, AMOUNT)
def test_both_statuses_end_at_what_was_counted(counted: Decimal, available: Decimal, blocked: Decimal) -> None:
    """After a count nothing is blocked as missing any more, and what is there is what was counted."""
    one = settle(counted, available, blocked)
    assert Decimal(0) <= one.found <= blocked
    assert blocked - one.found + one.blocked == 0
    assert available + one.found + one.available == counted
