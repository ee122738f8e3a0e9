"""The throughline: the stations of one commitment, what went on between them and what hangs on them.

The server gives every number and word; the template computes nothing (UI.md 4 and 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from throughline.platform.ui.values import MiniCell, Shape

State = Literal["done", "part", "none", "held", "skip"]

#: The stations of an order, in their fixed order.
STATIONS = ("Quoted", "Confirmed", "Allocated", "Picked", "Shipped", "Delivered", "Billed", "Paid")


@dataclass(frozen=True)
class Leg:
    """A part of the band that leads to the next station; `share` is of the whole thread's total.

    pass went on, held is stopped by a hold, late by an exception, wait merely waits, off left on a branch.
    """

    kind: Literal["pass", "held", "late", "wait", "off"]
    share: float


@dataclass(frozen=True)
class Flag:
    """What hangs under a station: stop (hold), warn (exception), branch (backorder, split), back (return).

    The title says what; at most two lines say where or why, then who and how long. `url` opens the cause; `link` is
    the part of the first line that carries it (the whole title when empty).
    """

    kind: Literal["stop", "warn", "branch", "back"]
    title: str
    lines: Sequence[str] = ()
    url: str = ""


@dataclass(frozen=True)
class Station:
    """One station: how far, how much, when, and what leads on from it.

    `at` is a date or a text ("due 13 Dec"); `amount` money or quantity of the thread that reached the station.
    """

    name: str
    state: State
    share: float = 0.0
    amount: Any = None
    at: Any = None
    url: str = ""
    legs: Sequence[Leg] = ()
    flags: Sequence[Flag] = ()


@dataclass(frozen=True)
class Throughline:
    """A sentence of fact, and the stations that prove it.

    `sentence` says what stops it or how it stands, `tail` what follows elsewhere. `currency` is told to readers who
    do not see the head; `name` is the document's number.
    """

    sentence: str
    sentence_shape: Shape
    tail: str
    stations: Sequence[Station]
    name: str = ""
    currency: str = ""

    @property
    def kinds(self) -> set[str]:
        """Give the kinds of bands that there are to see: what the key has to name."""
        return {leg.kind for station in self.stations for leg in station.legs if leg.share}

    @property
    def needs_key(self) -> bool:
        """Say whether the bands need a key, and whether there is room for it: under the last two stations."""
        unusual = bool(self.kinds & {"held", "wait", "late"})
        hanging = any(station.flags for station in self.stations[:-2])
        return unusual and hanging and not any(station.flags for station in self.stations[-2:])


@dataclass(frozen=True)
class MiniLine:
    """The same line in a table cell; the label repeats in words what the cells show."""

    cells: Sequence[MiniCell]
    label: str


def mini(line: Throughline) -> MiniLine:
    """Shrink a throughline to its table form."""
    return MiniLine([_cell(station) for station in line.stations], line.sentence)


def _cell(station: Station) -> MiniCell:
    if station.state == "held":
        return MiniCell(station.share, "held")
    if any(flag.kind == "warn" for flag in station.flags):
        return MiniCell(station.share, "late")
    return MiniCell(1.0 if station.state in ("done", "skip") else station.share)
