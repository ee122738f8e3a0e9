"""Locking rows of the warehouse: tasks and handling units, by key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.kernel.errors import NotFound, RuleViolation
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
    """Lock waves by id; what waits in them changes only while they are locked. One not there is not among them."""
    found = select(
        LockedWave,
        """SELECT id, site_id, name, state, cut_off FROM warehouse_wave
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, sorted(set(ids))],
    )
    return {wave.id: wave for wave in found}


def no_wave(number: int) -> NotFound:
    """Refuse a wave that is not there."""
    told = f"There is no wave {number} in this company; see the waves that are planned."
    return NotFound("wave_unknown", told, field="waves", wave=number)


@dataclass(frozen=True, slots=True)
class LockedTask:
    """A task as locked."""

    id: int
    site_id: int
    label: str
    kind: str
    state: str
    demand_id: int | None
    allocation_id: int | None
    item_id: int
    lot_id: int | None
    from_location_id: int | None
    to_location_id: int | None
    quantity: Decimal


_TASK = """SELECT t.id, t.site_id, concat_ws(' in ', i.code, p.code), t.kind, t.state, t.demand_id, t.allocation_id,
        t.item_id, t.lot_id, t.from_location_id, t.to_location_id, t.quantity
    FROM warehouse_task t JOIN catalog_item i ON i.id = t.item_id
    LEFT JOIN inventory_location p ON p.id = t.from_location_id
    WHERE t.company_id = %s AND {} ORDER BY t.id FOR NO KEY UPDATE OF t"""


def tasks(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedTask]:
    """Lock tasks by id; one that is not there is not among them."""
    found = select(LockedTask, _TASK.format("t.id = ANY(%s)"), [ctx.company_id, sorted(set(ids))])
    return {task.id: task for task in found}


def ready_task(tasks: Mapping[int, LockedTask], number: int, kind: str) -> LockedTask:
    """Give a task of those that were locked, or refuse one that is not there, of another kind, or over."""
    if number not in tasks:
        told = f"There is no task {number} in this company; see what is to do."
        raise NotFound("task_unknown", told, field="task_id", task=number)
    task = tasks[number]
    if task.kind != kind:
        told = f"{task.label}: the task is a {task.kind.replace('_', ' ')}; confirm it as one."
        raise RuleViolation("task_not_ready", told, field="task_id", task=number)
    if task.state != "ready":
        told = f"{task.label}: the task is {task.state} already; leave it out."
        raise RuleViolation("task_not_ready", told, field="task_id", task=number)
    return task


def named(tasks: Mapping[int, LockedTask], number: int) -> tuple[int, str]:
    """Give a task and the label under which an outcome tells of it, also where it is not there."""
    return number, tasks[number].label if number in tasks else f"task {number}"


def ready_tasks_of(ctx: Ctx, allocation_ids: Iterable[int]) -> list[LockedTask]:
    """Lock the tasks that still wait on allocations."""
    return select(
        LockedTask,
        _TASK.format("t.state = 'ready' AND t.allocation_id = ANY(%s)"),
        [ctx.company_id, list(allocation_ids)],
    )


def ready_picks_of(ctx: Ctx, demand_ids: Iterable[int]) -> list[LockedTask]:
    """Lock the picks that wait for demands."""
    return select(
        LockedTask,
        _TASK.format("t.state = 'ready' AND t.kind = 'pick' AND t.demand_id = ANY(%s)"),
        [ctx.company_id, list(demand_ids)],
    )


def ready_counts(ctx: Ctx, targets: Sequence[tuple[int, int, int | None]]) -> list[LockedTask]:
    """Lock the counts that wait for (bin, item, lot)."""
    condition = """t.state = 'ready' AND t.kind = 'count' AND EXISTS (
        SELECT 1 FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS k(location_id, item_id, lot_id)
        WHERE k.location_id = t.from_location_id AND k.item_id = t.item_id
          AND k.lot_id IS NOT DISTINCT FROM t.lot_id)"""
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
