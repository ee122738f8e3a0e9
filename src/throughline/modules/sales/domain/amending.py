"""What a change of a confirmed line comes to: a cut, a rise, or a line of its own for what is priced anew."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed


@dataclass(frozen=True, slots=True)
class LineNow:
    """How a line stands, in stock units: what is ordered and not cancelled, what has left, what has earned.

    `earned` is less what was taken back; `has_earned` says whether anything ever was, `ahead` whether the order itself
    earns, before anything leaves: that is credited where it is taken off.
    """

    item_code: str
    wanted: Decimal
    gone: Decimal
    earned: Decimal
    has_earned: bool
    ahead: bool

    @property
    def fixed(self) -> Decimal:
        """What can no longer be taken off: it has left, or is due by what left."""
        return self.gone if self.ahead else max(self.gone, self.earned)


@dataclass(frozen=True, slots=True)
class LinePlan:
    """What to do with a line, in stock units: take off, add, and put apart on a line of its own."""

    cut: Decimal = ZERO
    rise: Decimal = ZERO
    apart: Decimal = ZERO
    repriced: bool = False


def plan_line(now: LineNow, wanted: Decimal, repriced: bool) -> LinePlan:
    """Plan a line to be `wanted` in all, what has left included, perhaps at another price.

    What has earned keeps its price: what is left of such a line goes on a line of its own, and so does more of a line
    that earned when it was ordered.
    """
    if wanted < now.fixed:
        raise RuleViolation("already_shipped", _too_low(now, wanted))
    if repriced and now.has_earned:
        rest = wanted - now.fixed
        if rest <= ZERO:
            raise RuleViolation(
                "already_earned",
                f"All {trimmed(now.fixed)} of {now.item_code} have left or are due at their price; a credit note "
                "corrects it.",
            )
        return LinePlan(cut=now.wanted - now.fixed, apart=rest)
    if wanted < now.wanted:
        return LinePlan(cut=now.wanted - wanted, repriced=repriced)
    rise = wanted - now.wanted
    if rise and now.ahead:
        return LinePlan(apart=rise)
    return LinePlan(rise=rise, repriced=repriced)


def _too_low(now: LineNow, wanted: Decimal) -> str:
    return (
        f"{trimmed(now.fixed)} of {now.item_code} have left; {trimmed(wanted)} would be less. The least is "
        f"{trimmed(now.fixed)}; what comes back is a return."
    )
