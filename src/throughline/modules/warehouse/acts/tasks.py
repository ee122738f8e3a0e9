"""Making tasks: picks for allocations, put-backs for goods that must not leave, counts for what was missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter

from throughline.modules.inventory.public import Allocated, DroppedCount, Freed, LockedDemand, Missing, Places
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.operations import Ctx

#: Why a place is counted that was counted before.
RECOUNT = "not accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A task to be: what is moved from where to where, and whom it serves, where it serves a demand."""

    site_id: int
    item_id: int
    lot_id: int | None
    from_location_id: int
    to_location_id: int | None
    quantity: Decimal
    due_on: date
    rank: int = 0
    reason: str = ""
    demand_id: int | None = None
    allocation_id: int | None = None
    thread_id: int | None = None
    group_id: int | None = None
    party_id: int | None = None
    release_id: int | None = None


_COLUMNS = tuple(one.name for one in fields(_Work))
_VALUES = attrgetter(*_COLUMNS)


def _write(ctx: Ctx, kind: str, work: Iterable[_Work]) -> None:
    constants = {"company_id": ctx.company_id, "kind": kind, "state": "ready", "quantity_done": 0}
    writes.append(Task, _COLUMNS, [_VALUES(one) for one in work], constants)


def make_picks(
    ctx: Ctx,
    release_of: Mapping[int, int],
    made: Sequence[Allocated],
    demands: Mapping[int, LockedDemand],
    places: Places,
) -> None:
    """Make a pick task for each allocation, from its bin to the stage of its site, in the release of its demand."""

    def pick(part: Allocated, demand: LockedDemand) -> _Work:
        return _Work(
            site_id=demand.site_id,
            item_id=part.item_id,
            lot_id=part.lot_id,
            from_location_id=part.location_id,
            to_location_id=places.at(demand.site_id, "stage"),
            quantity=part.quantity,
            due_on=demand.due_on,
            rank=demand.rank,
            demand_id=demand.id,
            allocation_id=part.allocation_id,
            thread_id=demand.thread_id,
            group_id=demand.group_id,
            party_id=demand.party_id,
            release_id=release_of.get(demand.id),
        )

    _write(ctx, "pick", (pick(part, demands[part.demand_id]) for part in made))


def make_put_backs(
    ctx: Ctx, parts: Sequence[Freed], demands: Mapping[int, LockedDemand], bins: Mapping[int, int | None]
) -> None:
    """Make a put-back task for each picked quantity that was cut, to the bin it came from."""

    def put_back(part: Freed, demand: LockedDemand) -> _Work:
        return _Work(
            site_id=demand.site_id,
            item_id=part.allocation.item_id,
            lot_id=part.allocation.lot_id,
            from_location_id=part.allocation.location_id,
            to_location_id=bins.get(demand.id),
            quantity=part.quantity,
            due_on=demand.due_on,
            rank=demand.rank,
            reason="cancelled",
            demand_id=demand.id,
            allocation_id=part.allocation.id,
            thread_id=demand.thread_id,
            group_id=demand.group_id,
            party_id=demand.party_id,
        )

    _write(ctx, "put_back", (put_back(part, demands[part.allocation.demand_id]) for part in parts))


def make_counts(ctx: Ctx, parts: Sequence[Missing], demands: Mapping[int, LockedDemand], reason: str) -> None:
    """Make a count task for each bin in which goods were missing."""

    def count(part: Missing) -> _Work:
        return _Work(
            site_id=demands[part.allocation.demand_id].site_id,
            item_id=part.allocation.item_id,
            lot_id=part.allocation.lot_id,
            from_location_id=part.allocation.location_id,
            to_location_id=part.allocation.location_id,
            quantity=part.quantity,
            due_on=ctx.today,
            reason=reason,
        )

    _write(ctx, "count", (count(part) for part in parts))


def make_recounts(ctx: Ctx, places: Sequence[DroppedCount]) -> None:
    """Make a count task for each place that was counted in vain."""

    def count(one: DroppedCount) -> _Work:
        return _Work(
            site_id=one.site_id,
            item_id=one.item_id,
            lot_id=one.lot_id,
            from_location_id=one.location_id,
            to_location_id=one.location_id,
            quantity=one.missed,
            due_on=ctx.today,
            reason=RECOUNT,
        )

    _write(ctx, "count", (count(one) for one in places))
