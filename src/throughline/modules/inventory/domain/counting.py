"""What a count says of goods of which some were blocked as missing."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Settled:
    """What was blocked and is there after all, and by how much the books of both statuses are wrong then."""

    found: Decimal
    available: Decimal
    blocked: Decimal


def settle(counted: Decimal, available: Decimal, blocked: Decimal, missed: Decimal) -> Settled:
    """Tell a count of all that lies there apart: first what is blocked for another cause, then what is available.

    `missed` of what is blocked is what a short pick did not find: what is there of it is found, the rest lost. What is
    blocked besides (a recalled or expired lot) lies there, is counted along and stays blocked. Only more than all of
    it together was found new.
    """
    missed = min(missed, blocked)
    rest = counted - (blocked - missed)
    found = min(max(rest - available, ZERO), missed)
    return Settled(found, max(rest, ZERO) - available - found, found - missed + min(rest, ZERO))
