"""Fitting promises to what there is, after stock or supplies changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from throughline.kernel.money import ZERO
from throughline.modules.inventory.domain.lasting import Lasting
from throughline.modules.inventory.domain.promising import Arrival, Key, LeadTime, Need, Piece, plan


@dataclass(frozen=True, slots=True)
class Waiting:
    """A demand with what it is promised now, in the order in which demands keep or lose."""

    demand_id: int
    key: Key
    due_on: date
    complete: bool
    order: tuple[int, date, int]
    pieces: tuple[Piece, ...]
    keeps_until: date | None = None

    @property
    def quantity(self) -> Decimal:
        """What is promised in all: the open quantity of the demand."""
        return sum((piece.quantity for piece in self.pieces), ZERO)

    def of(self, source: str) -> Decimal:
        """What is promised from a kind of source."""
        return sum((piece.quantity for piece in self.pieces if piece.source == source), ZERO)


def refit(
    waiting: Sequence[Waiting],
    stock: Mapping[Key, Decimal],
    arrivals: Mapping[Key, Sequence[Arrival]],
    today: date,
    lasting: Mapping[Key, Lasting] = MappingProxyType({}),
    leads: Mapping[int, LeadTime] = MappingProxyType({}),
) -> dict[int, list[Piece]]:
    """Promise anew, where demands keep their promises from stock as far as it goes.

    `stock` is promisable less allocated, `arrivals` with everything of each supply free. Who is promised from stock
    keeps it, first in line first; what is left serves the others in line, before supplies and before nothing. Who asks
    for goods that keep is promised no others; `lasting` counts none of these demands. What nothing covers keeps the
    date that it had; `leads` gives the date of those who lost their goods now.
    """
    line = sorted(waiting, key=lambda w: w.order)
    left = {key: max(quantity, ZERO) for key, quantity in stock.items()}
    keeping = dict(lasting)
    kept = {demand.demand_id: _kept(demand, left, keeping) for demand in line}
    needs = [Need(w.key, w.quantity - kept[w.demand_id], w.due_on, keeps_until=w.keeps_until) for w in line]
    fallback = {index: _uncovered(w, leads.get(w.demand_id)) for index, w in enumerate(line)}
    planned = plan(needs, left, arrivals, today, fallback.get, keeping)
    return {
        w.demand_id: _merge(kept[w.demand_id], pieces, w.complete, _first(w, kept[w.demand_id], today))
        for w, pieces in zip(line, planned, strict=True)
    }


def _kept(waiting: Waiting, left: dict[Key, Decimal], keeping: dict[Key, Lasting]) -> Decimal:
    """Leave a demand what it is promised from stock, as far as there is of it, and take that off what is left."""
    kept = min(waiting.of("stock"), left.get(waiting.key, ZERO))
    if kept and waiting.keeps_until:
        kept = min(kept, keeping[waiting.key].room(waiting.keeps_until))
        keeping[waiting.key] = keeping[waiting.key].promise(waiting.keeps_until, kept)
    left[waiting.key] = left.get(waiting.key, ZERO) - kept
    return kept


def _first(waiting: Waiting, kept: Decimal, today: date) -> date:
    """Give the day on which stock leaves: what was promised after a cut-off is not moved forward again."""
    if waiting.complete or not kept:
        return today
    dates = [piece.expected_on for piece in waiting.pieces if piece.source == "stock" and piece.expected_on]
    return max([*dates, today])


def _uncovered(waiting: Waiting, lead: LeadTime | None) -> LeadTime | None:
    """Keep the date that policy gave when nothing was known; what is lost now comes no earlier than `lead`."""
    kept = next((LeadTime(p.expected_on, p.why) for p in waiting.pieces if p.source == "none" and p.expected_on), None)
    return lead if lead is not None and (kept is None or lead.on > kept.on) else kept


def losing(waiting: Sequence[Waiting], after: Mapping[int, Sequence[Piece]], hit: Collection[int] = ()) -> list[int]:
    """Give the demands of which more is covered by nothing than before.

    Of those `hit` by what came before, what has no date was let go of just now.
    """
    lost = []
    for one in waiting:
        none = sum((piece.quantity for piece in after[one.demand_id] if piece.source == "none"), ZERO)
        known = [p.quantity for p in one.pieces if p.source == "none" and (p.expected_on or one.demand_id not in hit)]
        if none > sum(known, ZERO):
            lost.append(one.demand_id)
    return lost


def _merge(kept: Decimal, planned: Sequence[Piece], complete: bool, today: date) -> list[Piece]:
    stock = kept + sum((piece.quantity for piece in planned if piece.source == "stock"), ZERO)
    pieces = [Piece("stock", stock, today)] if stock > 0 else []
    pieces += [piece for piece in planned if piece.source != "stock" and piece.quantity > 0]
    if not complete:
        return pieces
    dates = [piece.expected_on for piece in pieces]
    last = None if None in dates else max((day for day in dates if day), default=today)
    return [replace(piece, expected_on=last) for piece in pieces]


def differs(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Say whether promises changed in source, supply, quantity or (but for stock) date."""

    def shape(pieces: Sequence[Piece]) -> list[tuple[str, int | None, Decimal, date | None]]:
        sums: dict[tuple[str, int | None, date | None], Decimal] = {}
        for piece in pieces:
            key = (piece.source, piece.supply_id, None if piece.source == "stock" else piece.expected_on)
            sums[key] = sums.get(key, ZERO) + piece.quantity
        return sorted(((s, n, q, d) for (s, n, d), q in sums.items()), key=str)

    return shape(before) != shape(after)
