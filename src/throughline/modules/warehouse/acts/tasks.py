"""Making tasks: picks for allocations, put-backs for goods that must not leave, counts for what was missing."""

from collections.abc import Mapping, Sequence

from throughline.modules.inventory.public import Allocated, Freed, LockedDemand, Missing, Places
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.operations import Ctx

_COLUMNS = (
    "site_id",
    "demand_id",
    "allocation_id",
    "thread_id",
    "group_id",
    "party_id",
    "item_id",
    "lot_id",
    "from_location_id",
    "to_location_id",
    "quantity",
    "rank",
    "due_on",
    "reason",
    "release_id",
)


def _write(ctx: Ctx, kind: str, records: Sequence[tuple[object, ...]]) -> None:
    constants = {"company_id": ctx.company_id, "kind": kind, "state": "ready", "quantity_done": 0}
    writes.append(Task, _COLUMNS, records, constants)


def make_picks(
    ctx: Ctx,
    release_of: Mapping[int, int],
    made: Sequence[Allocated],
    demands: Mapping[int, LockedDemand],
    places: Places,
) -> None:
    """Make a pick task for each allocation, from its bin to the stage of its site, in the release of its demand."""
    records = []
    for part in made:
        demand = demands[part.demand_id]
        records.append(
            (
                demand.site_id,
                demand.id,
                part.allocation_id,
                demand.thread_id,
                demand.group_id,
                demand.party_id,
                part.item_id,
                part.lot_id,
                part.location_id,
                places.at(demand.site_id, "stage"),
                part.quantity,
                demand.rank,
                demand.due_on,
                "",
                release_of.get(demand.id),
            )
        )
    _write(ctx, "pick", records)


def make_put_backs(
    ctx: Ctx, parts: Sequence[Freed], demands: Mapping[int, LockedDemand], bins: Mapping[int, int | None]
) -> None:
    """Make a put-back task for each picked quantity that was cut, to the bin it came from."""
    records = []
    for part in parts:
        demand = demands[part.allocation.demand_id]
        records.append(
            (
                demand.site_id,
                demand.id,
                part.allocation.id,
                demand.thread_id,
                demand.group_id,
                demand.party_id,
                part.allocation.item_id,
                part.allocation.lot_id,
                part.allocation.location_id,
                bins.get(part.allocation.demand_id),
                part.quantity,
                demand.rank,
                demand.due_on,
                "cancelled",
                None,
            )
        )
    _write(ctx, "put_back", records)


def make_counts(ctx: Ctx, parts: Sequence[Missing], demands: Mapping[int, LockedDemand], reason: str) -> None:
    """Make a count task for each bin in which goods were missing."""
    records = []
    for part in parts:
        demand = demands[part.allocation.demand_id]
        records.append(
            (
                demand.site_id,
                None,
                None,
                None,
                None,
                None,
                part.allocation.item_id,
                part.allocation.lot_id,
                part.allocation.location_id,
                part.allocation.location_id,
                part.quantity,
                0,
                ctx.today,
                reason,
                None,
            )
        )
    _write(ctx, "count", records)
