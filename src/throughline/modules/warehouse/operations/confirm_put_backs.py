"""Confirming that picked goods of cut demands are back in a bin."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.inventory.public import AllocationFacts, allocations_of, free_put_back, move_allocated
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.events import PutBackConfirmed
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.events import announce
from throughline.platform.operations import Ctx, operation


@operation("warehouse.confirm_put_backs", permission="warehouse.pick", duty=Duty.SHIPPING)
def confirm_put_backs(ctx: Ctx, *, tasks: Sequence[int], places: Mapping[int, int] | None = None) -> int:
    """Move cancelled goods back to their bins (or the places named by task) and free them; give how many tasks."""
    if not tasks:
        raise InvalidInput("nothing_put_back", "Name at least one task that was done.", field="tasks")
    found = locks.tasks(ctx, tasks)
    for task in found.values():
        if task.kind != "put_back" or task.state != "ready":
            raise RuleViolation("task_not_ready", f"The put-back is {task.state} already.", task=task.id)
    demand_ids = sorted({task.demand_id for task in found.values() if task.demand_id is not None})
    cancelled = [a for a in allocations_of(ctx, demand_ids) if a.is_cancelled]
    chosen = places or {}
    matched = _matched(list(found.values()), cancelled)
    wanted = {a.id: a.quantity for a, _ in matched}
    targets = {a.id: chosen.get(task.id) or task.to_location_id or a.location_id for a, task in matched}
    source = ("warehouse.task", min(found))
    demands = move_allocated(ctx, demand_ids, wanted, targets, picked=False, source=source)
    free_put_back(ctx, demands, list(wanted))
    records = [(task.id, "done", task.quantity) for task in found.values()]
    constants = {"done_at": ctx.now, "done_by": ctx.actor_id}
    writes.update(Task, "id", ("state", "quantity_done"), records, constants=constants)
    kinds = {demand.ref_kind for demand in demands.values()}
    for kind in kinds:
        ids = tuple(sorted(demand.ref_id for demand in demands.values() if demand.ref_kind == kind))
        announce(ctx, PutBackConfirmed(kind, ids))
    return len(found)


def _matched(
    tasks: Sequence[LockedTask], cancelled: Sequence[AllocationFacts]
) -> list[tuple[AllocationFacts, LockedTask]]:
    """Give the goods of each task: of its demand and lot, of its quantity where there are several."""
    left = list(cancelled)
    matched = []
    for task in sorted(tasks, key=lambda one: one.id):
        mine = [a for a in left if (a.demand_id, a.lot_id) == (task.demand_id, task.lot_id)]
        goods = next((a for a in mine if a.quantity == task.quantity), mine[0] if mine else None)
        if goods is not None:
            left.remove(goods)
            matched.append((goods, task))
    return matched
