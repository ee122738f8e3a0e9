"""Locking rows of the warehouse: tasks and handling units, by key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.kernel.errors import NotFound
from throughline.modules.warehouse.domain.contents import WaitingContent
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LockedWave:
    """A wave as locked."""

    id: int
    site_id: int
    name: str
    state: str
    cut_off: datetime | None


def waves(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedWave]:
    """Lock waves by id; what waits in them changes only while they are locked."""
    wanted = sorted(set(ids))
    found = select(
        LockedWave,
        """SELECT id, site_id, name, state, cut_off FROM warehouse_wave
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, wanted],
    )
    if len(found) != len(wanted):
        raise NotFound("wave_unknown", "Some of the waves are not there.", waves=wanted)
    return {wave.id: wave for wave in found}


@dataclass(frozen=True, slots=True)
class LockedTask:
    """A task as locked."""

    id: int
    site_id: int
    kind: str
    state: str
    demand_id: int | None
    allocation_id: int | None
    item_id: int
    lot_id: int | None
    from_location_id: int | None
    to_location_id: int | None
    quantity: Decimal


_TASK = """SELECT id, site_id, kind, state, demand_id, allocation_id, item_id, lot_id, from_location_id,
    to_location_id, quantity FROM warehouse_task WHERE company_id = %s AND {} ORDER BY id FOR NO KEY UPDATE"""


def tasks(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedTask]:
    """Lock tasks by id."""
    wanted = sorted(set(ids))
    found = select(LockedTask, _TASK.format("id = ANY(%s)"), [ctx.company_id, wanted])
    if len(found) != len(wanted):
        raise NotFound("task_unknown", "Some of the tasks are not there.", tasks=wanted)
    return {task.id: task for task in found}


def ready_tasks_of(ctx: Ctx, allocation_ids: Iterable[int]) -> list[LockedTask]:
    """Lock the tasks that still wait on allocations."""
    return select(
        LockedTask,
        _TASK.format("state = 'ready' AND allocation_id = ANY(%s)"),
        [ctx.company_id, list(allocation_ids)],
    )


def ready_picks_of(ctx: Ctx, demand_ids: Iterable[int]) -> list[LockedTask]:
    """Lock the picks that wait for demands."""
    return select(
        LockedTask,
        _TASK.format("state = 'ready' AND kind = 'pick' AND demand_id = ANY(%s)"),
        [ctx.company_id, list(demand_ids)],
    )


def ready_counts(ctx: Ctx, targets: Sequence[tuple[int, int, int | None]]) -> list[LockedTask]:
    """Lock the counts that wait for (bin, item, lot)."""
    condition = """state = 'ready' AND kind = 'count' AND EXISTS (
        SELECT 1 FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS k(location_id, item_id, lot_id)
        WHERE k.location_id = from_location_id AND k.item_id = warehouse_task.item_id
          AND k.lot_id IS NOT DISTINCT FROM warehouse_task.lot_id)"""
    arrays = [[target[at] for target in targets] for at in range(3)]
    return select(LockedTask, _TASK.format(condition), [ctx.company_id, *arrays])


def waiting_contents(ctx: Ctx, ids: Iterable[int]) -> list[WaitingContent]:
    """Lock handling units that are on no shipment yet, and give their lines, which never change."""
    return select(
        WaitingContent,
        """SELECT h.id, h.sscc, h.site_id, h.party_id, h.ship_to_id, l.demand_id, l.ref_kind, l.ref_id, l.thread_id,
                  l.item_id, l.quantity, coalesce(c.carrier, ''), coalesce(c.code, ''),
                  d.quantity_picked - coalesce((SELECT sum(a.quantity) FROM inventory_allocation a
                                                WHERE a.demand_id = d.id AND a.is_cancelled), 0)
           FROM warehouse_handling_unit h JOIN warehouse_handling_unit_line l ON l.handling_unit_id = h.id
           JOIN inventory_demand d ON d.id = l.demand_id
           LEFT JOIN parties_carrier_service c ON c.id = d.carrier_service_id
           WHERE h.company_id = %s AND h.id = ANY(%s) AND h.shipment_id IS NULL AND h.unpacked_at IS NULL
           ORDER BY h.id, l.id FOR NO KEY UPDATE OF h""",
        [ctx.company_id, sorted(set(ids))],
    )
