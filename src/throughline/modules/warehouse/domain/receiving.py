"""What arrived is taken off what was expected."""

from collections.abc import Sequence
from decimal import Decimal

from throughline.kernel.money import ZERO

Supply = tuple[str, int]


def split(arrived: Decimal, expected: Sequence[tuple[str, int, Decimal]]) -> list[tuple[Supply | None, Decimal]]:
    """Give a quantity to supplies in their order; what nobody expects stands last, without one."""
    parts: list[tuple[Supply | None, Decimal]] = []
    for kind, number, wanted in expected:
        take = min(arrived, wanted)
        if take > ZERO:
            parts.append(((kind, number), take))
            arrived -= take
    if arrived > ZERO:
        parts.append((None, arrived))
    return parts
