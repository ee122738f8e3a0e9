"""What a change of a line comes to: whatever is asked, what has left and what has earned stays as it was."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from throughline.kernel.errors import RuleViolation
from throughline.modules.sales.domain.amending import LineNow, LinePlan, plan_line

ZERO = Decimal(0)
QUANTITIES = st.integers(0, 40).map(Decimal)


def line(wanted: int, gone: int = 0, earned: int = 0, *, ahead: bool = False, ever: bool | None = None) -> LineNow:
    """Have a line."""
    has = earned > 0 if ever is None else ever
    return LineNow("P", Decimal(wanted), Decimal(gone), Decimal(earned), has, ahead)


@pytest.mark.parametrize(
    ("now", "wanted", "repriced", "plan"),
    [
        (line(20), 20, False, LinePlan()),
        (line(20), 25, False, LinePlan(rise=Decimal(5))),
        (line(20, 8), 12, False, LinePlan(cut=Decimal(8))),
        (line(20), 12, True, LinePlan(cut=Decimal(8), repriced=True)),
        (line(20, 8), 20, True, LinePlan(repriced=True)),
        (line(20, 8, 8), 20, True, LinePlan(cut=Decimal(12), apart=Decimal(12))),
        (line(20, 8, 8), 30, True, LinePlan(cut=Decimal(12), apart=Decimal(22))),
        (line(20, 0, 20, ahead=True), 25, False, LinePlan(apart=Decimal(5))),
        (line(20, 8, 20, ahead=True), 9, False, LinePlan(cut=Decimal(11))),
        (line(20, 8, 20, ahead=True), 20, True, LinePlan(cut=Decimal(12), apart=Decimal(12))),
        (line(20, 8, 0, ever=True), 20, True, LinePlan(cut=Decimal(12), apart=Decimal(12))),
    ],
)
def test_plans(now: LineNow, wanted: int, repriced: bool, plan: LinePlan) -> None:
    assert plan_line(now, Decimal(wanted), repriced) == plan


@pytest.mark.parametrize(
    ("now", "wanted", "repriced", "code"),
    [
        (line(20, 8), 7, False, "already_shipped"),
        (line(20, 8, 20, ahead=True), 7, False, "already_shipped"),
        (line(20, 20, 20), 20, True, "already_earned"),
    ],
)
def test_refusals_name_the_remedy(now: LineNow, wanted: int, repriced: bool, code: str) -> None:
    with pytest.raises(RuleViolation, match=r"credit note|return") as refused:
        plan_line(now, Decimal(wanted), repriced)
    assert refused.value.code == code


@given(wanted=QUANTITIES, gone=QUANTITIES, earned=QUANTITIES, asked=QUANTITIES, repriced=st.booleans())
def test_the_whole_is_what_was_asked(
    wanted: Decimal, gone: Decimal, earned: Decimal, asked: Decimal, repriced: bool
) -> None:
    """What stays on the line and what goes apart is what was asked, and never less than what is fixed stays."""
    assume(max(gone, earned) <= wanted)
    now = LineNow("P", wanted, gone, earned, earned > ZERO, False)
    try:
        plan = plan_line(now, asked, repriced)
    except RuleViolation:
        assert asked <= now.fixed
        return
    stays = wanted - plan.cut + plan.rise
    assert stays + plan.apart == asked
    assert stays >= now.fixed
    assert min(plan.cut, plan.rise, plan.apart) >= ZERO
    assert not (plan.repriced and now.has_earned)
