"""Who is promised what, from which stock or supply, and when it can leave."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import Any

from throughline.kernel.money import ZERO
from throughline.modules.inventory.domain.lasting import Lasting
from throughline.modules.inventory.domain.leaving import Leaving

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Need:
    """A quantity wanted of (site, item) by a date; `complete` wants all of it on one date, `leaves` none earlier,
    `keeps_until` only of lots that keep so long.
    """

    key: Key
    quantity: Decimal
    wanted_on: date
    complete: bool = False
    leaves: Leaving | None = None
    keeps_until: date | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A supply with what of it is not yet pegged, and when its goods can leave again."""

    supply_id: int
    label: str
    free: Decimal
    ready_on: date


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a promise: from `stock`, from a `supply`, or from nothing known (`none`)."""

    source: str
    quantity: Decimal
    expected_on: date | None
    supply_id: int | None = None
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """The day that policy lets be promised although nothing is in sight, and what it counted."""

    on: date
    why: Mapping[str, Any] = field(default_factory=dict)


def plan(
    needs: Sequence[Need],
    free: Mapping[Key, Decimal],
    arrivals: Mapping[Key, Sequence[Arrival]],
    today: date,
    lead_time: Callable[[int], LeadTime | None],
    lasting: Mapping[Key, Lasting] = MappingProxyType({}),
    strict: Sequence[int | None] = (),
) -> list[list[Piece]]:
    """Promise each need in turn: free stock first, then supplies by date, then what nothing covers yet.

    Earlier needs come first, so a later one never starves them. `lead_time` gives for a need's index the date that
    policy allows when nothing is known, or None. `lasting` says how long goods keep where a need asks for it.
    `strict` names, need by need, the group that is covered whole or gets nothing; needs of a group stand together.
    What such a group would have had is there for the next, and its needs get no pieces.
    """
    there = _There(
        dict(free), dict(lasting), {key: [[one, one.free] for one in known] for key, known in arrivals.items()}
    )
    made: list[list[Piece]] = []
    for group, places in groupby(range(len(needs)), key=lambda place: strict[place] if strict else None):
        mine = list(places)
        before = there.of(needs[place].key for place in mine) if group is not None else None
        pieces = [there.promise(needs[place], today, lead_time(place)) for place in mine]
        if before is not None and any(piece.source == "none" for parts in pieces for piece in parts):
            there.restore(before)
            pieces = [[] for _ in mine]
        made += pieces
    return made


@dataclass(frozen=True, slots=True)
class _There:
    """What is left while needs are promised: of free stock, of what keeps, and of each arrival (with what is open)."""

    left: dict[Key, Decimal]
    keeping: dict[Key, Lasting]
    arrivals: dict[Key, list[list[Any]]]

    def of(self, keys: Iterable[Key]) -> "_There":
        """Give a copy of what is left of some."""
        wanted = set(keys)
        return _There(
            {key: self.left[key] for key in wanted if key in self.left},
            {key: self.keeping[key] for key in wanted if key in self.keeping},
            {key: [list(slot) for slot in self.arrivals[key]] for key in wanted if key in self.arrivals},
        )

    def restore(self, before: "_There") -> None:
        """Let what is left of some be as it was."""
        self.left.update(before.left)
        self.keeping.update(before.keeping)
        self.arrivals.update(before.arrivals)

    def promise(self, need: Need, today: date, fallback: LeadTime | None) -> list[Piece]:
        """Promise a need what is left."""
        first, late = (need.leaves.on, need.leaves.why) if need.leaves else (today, {})
        wanted = need.quantity
        free = max(self.left.get(need.key, ZERO), ZERO)
        available, kept = _keeping(need, free, self.keeping)
        pieces = []
        take = min(wanted, available)
        if take > 0:
            self.left[need.key] = free - take
            if need.keeps_until:
                self.keeping[need.key] = self.keeping[need.key].promise(need.keeps_until, take)
            pieces.append(Piece("stock", take, first, why={"free": str(free), **kept, **late}))
            wanted -= take
        for slot in self.arrivals.get(need.key, ()):
            if wanted <= 0:
                break
            arrival, open_quantity = slot
            take = min(wanted, open_quantity)
            if take > 0:
                slot[1] = open_quantity - take
                why = {"free": str(free), **kept, "supply": arrival.label, "due": str(arrival.ready_on)}
                pieces.append(Piece("supply", take, max(arrival.ready_on, first), arrival.supply_id, why))
                wanted -= take
        if wanted > 0:
            why = {"free": str(free), **kept, "unsupplied": str(wanted), **(fallback.why if fallback else {})}
            pieces.append(Piece("none", wanted, fallback.on if fallback else None, why=why))
        return _together(pieces) if need.complete else pieces


def _keeping(need: Need, free: Decimal, keeping: Mapping[Key, Lasting]) -> tuple[Decimal, dict[str, str]]:
    """Give what of the free goods keeps as long as a need asks, and what the promise keeps of that question."""
    if need.keeps_until is None:
        return free, {}
    enough = min(free, keeping[need.key].room(need.keeps_until))
    return enough, {"keeps_until": str(need.keeps_until), "keeps_short": str(free - enough)}


def _together(pieces: list[Piece]) -> list[Piece]:
    """Give all pieces the date of the last: nothing leaves before everything can."""
    dates = [piece.expected_on for piece in pieces]
    last = None if None in dates else max(day for day in dates if day is not None)
    return [
        Piece(piece.source, piece.quantity, last, piece.supply_id, {**piece.why, "complete": True}) for piece in pieces
    ]


def dated(pieces: Sequence[Piece]) -> list[tuple[date | None, Decimal]]:
    """Sum the pieces by date, earliest first, what has no date last."""
    sums: dict[date | None, Decimal] = {}
    for piece in pieces:
        sums[piece.expected_on] = sums.get(piece.expected_on, ZERO) + piece.quantity
    return sorted(sums.items(), key=lambda pair: (pair[0] is None, pair[0] or date.min))
