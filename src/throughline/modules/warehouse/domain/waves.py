"""Which demands make a wave: by date, service class and customer, orders whole, within limits of lines and weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Candidate:
    """A demand with something open that is in no wave, in its place in line."""

    demand_id: int
    site_id: int
    group_id: int | None
    party_id: int | None
    service_class: str
    due_on: date
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Filter:
    """What a wave takes: due by a day, of service classes and customers where any are named, up to lines and weight."""

    site_id: int
    due_by: date | None = None
    service_classes: Sequence[str] = ()
    party_ids: Sequence[int] = ()
    most_lines: int | None = None
    most_weight: Decimal | None = None

    def takes(self, one: Candidate) -> bool:
        """Say whether a demand is of the kind that the wave takes."""
        return (
            one.site_id == self.site_id
            and (self.due_by is None or one.due_on <= self.due_by)
            and (not self.service_classes or one.service_class in self.service_classes)
            and (not self.party_ids or one.party_id in self.party_ids)
        )


def choose(wanted: Filter, candidates: Sequence[Candidate], taken: frozenset[int] = frozenset()) -> list[int]:
    """Choose demands in line, orders whole: one of which not all fits within the limits stays for the next wave."""
    orders: dict[int, list[Candidate]] = {}
    for one in candidates:
        if one.demand_id not in taken and wanted.takes(one):
            orders.setdefault(one.group_id or -one.demand_id, []).append(one)
    chosen: list[int] = []
    weight = ZERO
    for lines in orders.values():
        more = sum((line.weight for line in lines), ZERO)
        if wanted.most_lines is not None and len(chosen) + len(lines) > wanted.most_lines:
            continue
        if wanted.most_weight is not None and weight + more > wanted.most_weight:
            continue
        weight += more
        chosen += [line.demand_id for line in lines]
    return chosen


def as_kept(wanted: Filter, *, by_hand: bool) -> Mapping[str, object]:
    """Give by what a wave was chosen, as it is kept beside it."""
    if by_hand:
        return {"by": "hand"}
    return {
        "by": "filter",
        "due_by": wanted.due_by.isoformat() if wanted.due_by else None,
        "service_classes": list(wanted.service_classes),
        "party_ids": list(wanted.party_ids),
        "most_lines": wanted.most_lines,
        "most_weight": str(wanted.most_weight) if wanted.most_weight is not None else None,
    }
