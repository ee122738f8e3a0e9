"""Withdrawing work: tasks of demands that were cut, put-backs for what is picked already."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from throughline.modules.inventory.public import Cut, cut_demands
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.tasks import make_put_backs
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Overtaken, act


@act
def withdraw(
    ctx: Ctx, cuts: Mapping[int, Decimal], *, also: Iterable[int] = (), beside: Iterable[tuple[int, int]] = ()
) -> Cut:
    """Cut demands and bring the floor's work in line: no counter-moves, a put-back only for what was picked.

    Tasks are locked before demands; where a release made some in between, it is all done once more. `also`
    and `beside` are the demands and (site, item) pairs that the caller is about to promise more of.
    """
    waiting = rows(
        """SELECT t.allocation_id FROM warehouse_task t
           WHERE t.company_id = %s AND t.demand_id = ANY(%s) AND t.state = 'ready' AND t.kind = 'pick'""",
        [ctx.company_id, list(cuts)],
    )
    tasks = locks.ready_tasks_of(ctx, [row[0] for row in waiting]) if waiting else []
    cut = cut_demands(ctx, cuts, also=also, beside=beside)
    freed = {part.allocation.id: part for part in cut.freed}
    if freed:
        _refuse_newer(ctx, {task.id for task in tasks}, list(cuts), list(freed))
    gone = [
        (task.id, "cancelled", task.quantity)
        for task in tasks
        if task.allocation_id in freed
        and freed[task.allocation_id].quantity == freed[task.allocation_id].allocation.quantity
    ]
    less = [
        (task.id, "ready", task.quantity - freed[task.allocation_id].quantity)
        for task in tasks
        if task.allocation_id in freed
        and freed[task.allocation_id].quantity < freed[task.allocation_id].allocation.quantity
    ]
    writes.update(Task, "id", ("state", "quantity"), gone + less)
    if cut.to_put_back:
        make_put_backs(ctx, cut.to_put_back, cut.demands, _picked_from(ctx, cuts))
    return cut


def _refuse_newer(ctx: Ctx, locked: set[int], demands: Sequence[int], allocations: Sequence[int]) -> None:
    """Have the operation repeated where a release made tasks after they were locked and before the demands were."""
    waiting = rows(
        """SELECT id FROM warehouse_task WHERE company_id = %s AND demand_id = ANY(%s) AND allocation_id = ANY(%s)
           AND state = 'ready' AND kind = 'pick'""",
        [ctx.company_id, list(demands), list(allocations)],
    )
    if {number for (number,) in waiting} - locked:
        raise Overtaken("The goods were released at this moment; try again.")


def _picked_from(ctx: Ctx, cuts: Mapping[int, Decimal]) -> dict[int, int | None]:
    found = rows(
        """SELECT DISTINCT ON (demand_id) demand_id, from_location_id FROM warehouse_task
           WHERE company_id = %s AND demand_id = ANY(%s) AND kind = 'pick' AND state IN ('done', 'short')
           ORDER BY demand_id, id DESC""",
        [ctx.company_id, list(cuts)],
    )
    return dict(found)
