"""Which demands make a wave: by date, class, customer, carrier and zone, orders whole, within limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Candidate:
    """A demand with something open that is in no wave, in its place in line; it lies free in `zones`."""

    demand_id: int
    site_id: int
    group_id: int | None
    party_id: int | None
    service_class: str
    due_on: date
    weight: Decimal
    ship_on: date
    carrier: str
    carrier_service: str
    zones: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a wave takes, up to lines and weight: wanted or to ship by a day; of the classes, customers, carriers and
    services that are named; of orders that can be picked whole in the zones named.
    """

    site_id: int
    due_by: date | None = None
    service_classes: Sequence[str] = ()
    party_ids: Sequence[int] = ()
    most_lines: int | None = None
    most_weight: Decimal | None = None
    ship_by: date | None = None
    carriers: Sequence[str] = ()
    carrier_services: Sequence[str] = ()
    zones: Sequence[str] = ()

    def takes(self, one: Candidate) -> bool:
        """Say whether a demand is of the kind that the wave takes."""
        return (
            one.site_id == self.site_id
            and (self.due_by is None or one.due_on <= self.due_by)
            and (not self.service_classes or one.service_class in self.service_classes)
            and (not self.party_ids or one.party_id in self.party_ids)
            and (self.ship_by is None or one.ship_on <= self.ship_by)
            and _named(one.carrier, self.carriers)
            and _named(one.carrier_service, self.carrier_services)
        )

    def reaches(self, one: Candidate) -> bool:
        """Say whether a demand lies in the zones of the wave."""
        return not self.zones or any(_named(zone, self.zones) for zone in one.zones)


def _named(value: str, names: Sequence[str]) -> bool:
    return not names or value.casefold() in {name.casefold() for name in names}


def choose(wanted: Filter, candidates: Sequence[Candidate], taken: frozenset[int] = frozenset()) -> list[int]:
    """Choose demands in line, orders whole: one of which not all fits within the limits stays for the next wave."""
    orders: dict[int, list[Candidate]] = {}
    for one in candidates:
        if one.demand_id not in taken and wanted.takes(one):
            orders.setdefault(one.group_id or -one.demand_id, []).append(one)
    chosen: list[int] = []
    weight = ZERO
    for lines in orders.values():
        if not all(wanted.reaches(line) for line in lines):
            continue
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
        "ship_by": wanted.ship_by.isoformat() if wanted.ship_by else None,
        "carriers": list(wanted.carriers),
        "carrier_services": list(wanted.carrier_services),
        "zones": list(wanted.zones),
        "most_lines": wanted.most_lines,
        "most_weight": str(wanted.most_weight) if wanted.most_weight is not None else None,
    }
