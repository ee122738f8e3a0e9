"""When a customer can have it: together, split, elsewhere, by a substitute, or later; each taken with one click."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import Piece, dated
from throughline.platform.ui import Choice, Choices, formats
from throughline.platform.ui.sentences import tell, tell_count

#: How many other sites are offered at most, the soonest first.
ELSEWHERE = 3

Arrives = Callable[[int, date], date]
#: How many substitutes are offered at most.
INSTEAD = 3


@dataclass(frozen=True, slots=True)
class Instead:
    """An item that could be delivered sooner for a line: which, when, at whose price, and what taking it sets."""

    line: int
    code: str
    day: date
    told: str
    sets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a quote asks of supply: from which site, by when, all at once or not, and what each site could promise.

    `promised` gives by site and line what it would be promised of; `codes` the item of each line.
    """

    site: int
    wanted: date
    complete: bool
    promised: Mapping[int, Mapping[int, Sequence[Piece]]]
    codes: Mapping[int, str]
    names: Mapping[int, str]
    arrives: Arrives
    instead: Sequence[Instead] = ()


def days_of(asked: Asked, site: int) -> dict[int, date | None]:
    """Give the day on which each line would arrive from a site: never before it is wanted."""
    days = {}
    for line, pieces in asked.promised[site].items():
        last = dated(pieces)[-1][0] if pieces else None
        days[line] = None if last is None else max(asked.wanted, asked.arrives(site, last))
    return days


def choices_of(asked: Asked) -> Choices | None:
    """Give the options of a quote, or nothing where it has no goods."""
    here = days_of(asked, asked.site)
    if not here:
        return None
    last = _last(here)
    options = [_together(asked, here, last)]
    if len(set(here.values())) > 1:
        options.append(_split(asked, here))
    options += _elsewhere(asked, last)
    options += [
        Choice(f"{one.code} for {asked.codes[one.line]}: {formats.day(one.day)}", one.told, one.sets)
        for one in sorted(asked.instead, key=lambda one: one.day)[:INSTEAD]
    ]
    if last is not None and last > asked.wanted:
        told = "First day on which all of it is there; nothing is late then"
        options.append(Choice(f"Ask for {formats.day(last)} instead", told, {"requested_on": last.isoformat()}))
    return Choices("When can they have it", options)


def _last(days: Mapping[int, date | None]) -> date | None:
    known = [day for day in days.values() if day is not None]
    return max(known) if len(known) == len(days) else None


def _together(asked: Asked, here: Mapping[int, date | None], last: date | None) -> Choice:
    chosen = asked.complete or len(set(here.values())) == 1
    if last is None:
        lines = sum(1 for day in here.values() if day is None)
        title = "All together: no date for all of it"
        told = f"{lines} {_lines(lines)} wait for goods that nothing announces: {_missing(asked)}"
        return Choice(title, told, {"ship_complete": "yes"}, chosen)
    told = _waits(asked, asked.site, here)
    return Choice(f"All together, {formats.day(last)}", told, {"ship_complete": "yes"}, chosen)


def _split(asked: Asked, here: Mapping[int, date | None]) -> Choice:
    counts: dict[date | None, int] = {}
    for day in here.values():
        counts[day] = counts.get(day, 0) + 1
    ordered = sorted(counts, key=lambda day: (day is None, day or date.min))
    parts = [
        tell_count(counts[day], "{count} line {when}", "{count} lines {when}", when=formats.day(day))
        if day is not None
        else tell_count(counts[day], "{count} line without date", "{count} lines without date")
        for day in ordered
    ]
    told = f"{len(counts)} shipments, each when it is there"
    title = tell("Split: {parts}", parts=", ".join(parts))
    return Choice(title, told, {"ship_complete": "no"}, not asked.complete)


def _elsewhere(asked: Asked, last: date | None) -> list[Choice]:
    """Offer the other sites from which all of it would be there sooner."""
    found = []
    for site in asked.promised:
        days = days_of(asked, site) if site != asked.site else {}
        there = _last(days) if days else None
        if there is not None and (last is None or there < last):
            found.append((there, site, days))
    return [
        Choice(
            f"From {asked.names[site]}: all on {formats.day(day)}",
            _waits(asked, site, days),
            {"site_id": str(site)},
        )
        for day, site, days in sorted(found, key=lambda one: one[:2])[:ELSEWHERE]
    ]


def _waits(asked: Asked, site: int, days: Mapping[int, date | None]) -> str:
    """Say what decides the day: the supply that the last line waits for, or that stock covers all of it."""
    known = {line: day for line, day in days.items() if day is not None}
    line = max(known, key=lambda number: known[number])
    pieces = asked.promised[site][line]
    free = sum((piece.quantity for piece in pieces if piece.source == "stock"), ZERO)
    supplies = [str(piece.why.get("supply")) for piece in pieces if piece.source == "supply"]
    late = (known[line] - asked.wanted).days
    after = tell_count(late, ", {count} day after request", ", {count} days after request") if late > 0 else ""
    ready = dated(pieces)[-1][0]
    way = (asked.arrives(site, ready) - ready).days if ready is not None else 0
    travel = tell_count(way, ", {count} day on the way", ", {count} days on the way") if way else ""
    if supplies:
        named = {"item": asked.codes[line], "supplies": ", ".join(supplies[:2]), "rest": f"{travel}{after}"}
        if free:
            return tell("{item}: {free} free, the rest from {supplies}{rest}", free=trimmed(free), **named)
        return tell("{item}: all from {supplies}{rest}", **named)
    if any(piece.source == "none" for piece in pieces):
        return tell(
            "{item}: {free} free, the rest by the usual lead time{rest}",
            item=asked.codes[line],
            free=trimmed(free),
            rest=f"{travel}{after}",
        )
    return tell("Stock covers all of it{rest}", rest=f"{travel}{after}")


def _missing(asked: Asked) -> str:
    lines = [line for line, day in days_of(asked, asked.site).items() if day is None]
    codes = [asked.codes[line] for line in lines[:3]]
    shown = ", ".join(codes)
    return tell("{what} and {count} more", what=shown, count=len(lines) - 3) if len(lines) > 3 else shown


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"
