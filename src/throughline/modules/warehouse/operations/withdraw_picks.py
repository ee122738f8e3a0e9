"""Withdrawing picks of goods that are no longer claimed, because stock was counted away, damaged or has expired."""

from collections.abc import Sequence

from throughline.modules.inventory.public import allocations, lock_demands
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation


@operation("warehouse.withdraw_picks", permission="warehouse.release")
def withdraw_picks(ctx: Ctx, *, demands: Sequence[int]) -> int:
    """Fit the waiting picks of demands to what is allocated by now: less of it, or none; give how many changed.

    Nobody walks for goods that are gone; what is promised anew is released anew. Repeating it changes nothing.
    """
    tasks = locks.ready_picks_of(ctx, demands)
    if not tasks:
        return 0
    lock_demands(ctx, sorted(demands))
    known = allocations(ctx, [task.allocation_id for task in tasks if task.allocation_id is not None])
    left = {number: one.quantity for number, one in known.items() if not one.is_picked}
    gone = [(task.id, "cancelled", task.quantity) for task in tasks if task.allocation_id not in left]
    less = [
        (task.id, "ready", left[task.allocation_id])
        for task in tasks
        if task.allocation_id in left and left[task.allocation_id] < task.quantity
    ]
    writes.update(Task, "id", ("state", "quantity"), gone + less)
    ctx.running().touched("warehouse.task", *(number for number, *_ in gone + less))
    return len(gone) + len(less)
