"""Bins in ranges: zone, aisle, bay and level, each from a first to a last, numbered in the order of picking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from throughline.kernel.errors import InvalidInput

MOST = 5_000
LONGEST = 40
_NUMBERS = re.compile(r"^(\d{1,4})\s*-\s*(\d{1,4})$")
_LETTERS = re.compile(r"^([A-Z])\s*-\s*([A-Z])$")
_ONE = re.compile(r"^[A-Z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class BinRange:
    """Parts such as "A-C", "01-12" or "A, D, 7"; an empty part is left out. `step` leaves room in the sequence."""

    zones: str = ""
    aisles: str = ""
    bays: str = ""
    levels: str = ""
    separator: str = "-"
    first_sequence: int = 1
    step: int = 1
    snake: bool = False


@dataclass(frozen=True, slots=True)
class NewBin:
    """A bin to make: its code and its place in the order of picking."""

    code: str
    pick_sequence: int


def bins_of(given: BinRange) -> list[NewBin]:
    """List the bins of a range in their order; in a snake every second aisle is walked backwards."""
    parts = [
        values_of(text, field)
        for text, field in (
            (given.zones, "zones"), (given.aisles, "aisles"), (given.bays, "bays"), (given.levels, "levels"),
        )
    ]  # fmt: skip
    if not any(parts):
        raise InvalidInput("range_empty", "Give a zone, aisles, bays or levels, such as 01-12.", field="aisles")
    if len(given.separator) > 2 or given.step < 1 or given.first_sequence < 0:
        raise InvalidInput("range_invalid", "A step is at least 1 and a separator two signs at most.", field="step")
    zones, aisles, bays, levels = (part or [""] for part in parts)
    count = len(zones) * len(aisles) * len(bays) * len(levels)
    if count > MOST:
        raise InvalidInput("range_too_large", f"{count:,} bins are too many at once; {MOST:,} fit.", field="bays")
    codes = []
    for place, (zone, aisle) in enumerate(product(zones, aisles)):
        walked = list(reversed(bays)) if given.snake and place % 2 else bays
        for bay, level in product(walked, levels):
            codes.append(given.separator.join(part for part in (zone, aisle, bay, level) if part))
    if len(max(codes, key=len)) > LONGEST:
        raise InvalidInput("code_too_long", f"{max(codes, key=len)} is longer than {LONGEST} signs.", field="zones")
    return [NewBin(code, given.first_sequence + place * given.step) for place, code in enumerate(codes)]


def values_of(text: str, field: str) -> list[str]:
    """Give the values of a part: 01-12 keeps its leading zeros, A-C counts letters, commas list."""
    values: list[str] = []
    for piece in (one.strip().upper() for one in text.split(",")):
        if piece:
            values += _values(piece, field)
    if len(set(values)) < len(values):
        raise InvalidInput("range_twice", f"{text} names the same value twice.", field=field)
    return values


def _values(piece: str, field: str) -> Sequence[str]:
    numbers, letters = _NUMBERS.match(piece), _LETTERS.match(piece)
    if numbers:
        first, last = numbers.groups()
        if int(last) >= int(first):
            width = len(first) if first.startswith("0") or len(first) == len(last) else 0
            return [str(number).rjust(width, "0") for number in range(int(first), int(last) + 1)]
    elif letters and letters.group(1) <= letters.group(2):
        return [chr(code) for code in range(ord(letters.group(1)), ord(letters.group(2)) + 1)]
    elif _ONE.match(piece):
        return [piece]
    raise InvalidInput("range_unreadable", f"{piece} is no range; write 01-12, A-C or A, B.", field=field)
