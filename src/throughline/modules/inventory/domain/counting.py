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


def settle(counted: Decimal, available: Decimal, blocked: Decimal) -> Settled:
    """Tell a count of all that lies there apart: first what is available, then what was missed, then what is too much.

    What was blocked and is not there is lost; only more than both together was found new.
    """
    found = min(max(counted - available, ZERO), blocked)
    return Settled(found, counted - available - found, found - blocked)
