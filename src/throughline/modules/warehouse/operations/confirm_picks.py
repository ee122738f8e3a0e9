"""Confirming picks: all of it, or less with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty, NewException, load, raise_exceptions
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import (
    ALLOCATING,
    KEEPING,
    QUOTA,
    LockedDemand,
    Missing,
    allocate,
    allocations,
    block_missing,
    lock_waiting,
    move_allocated,
    places,
    rebalance,
)
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.lots import settle_lots
from throughline.modules.warehouse.acts.tasks import make_counts, make_picks
from throughline.modules.warehouse.events import GoodsPicked
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, operation


@dataclass(frozen=True, slots=True)
class PickDone:
    """What was picked of a task; less than asked needs a reason.

    `lot_code` is the lot that was read: items kept by lot name it. Another than the allocated one needs `lot_reason`.
    """

    task_id: int
    quantity: Decimal
    reason: str = ""
    lot_code: str = ""
    lot_reason: str = ""


@operation("warehouse.confirm_picks", permission="warehouse.pick", duty=Duty.SHIPPING)
def confirm_picks(ctx: Ctx, *, picks: Sequence[PickDone]) -> int:
    """Move picked goods to the stage, their claims with them; give how many tasks were closed.

    What is short is blocked in its bin until counted, its claims are broken, the demand is served from another bin
    where there is one and promised anew where not, and a person is told. Another lot than the allocated one goes for a
    reason, where it lies free in the same bin and keeps as long as the customer asks; one that has expired never does.
    """
    tasks = locks.tasks(ctx, (pick.task_id for pick in picks))
    _check(picks, tasks)
    short = [pick for pick in picks if pick.quantity < tasks[pick.task_id].quantity]
    waiting = _lock_short(ctx, short, tasks)
    settle_lots(ctx, picks, tasks)
    wanted = {
        number: pick.quantity
        for pick in picks
        if pick.quantity > 0 and (number := tasks[pick.task_id].allocation_id) is not None
    }
    stage = {number: tasks[pick.task_id].to_location_id for pick in picks if (number := _allocation(tasks, pick))}
    demand_ids = [number for task in tasks.values() if (number := task.demand_id) is not None]
    demands = move_allocated(
        ctx,
        demand_ids,
        wanted,
        {number: place for number, place in stage.items() if place is not None},
        picked=True,
        source=("warehouse.task", min(tasks)),
    )
    records = [(pick.task_id, "done" if pick not in short else "short", pick.quantity, pick.reason) for pick in picks]
    constants = {"done_at": ctx.now, "done_by": ctx.actor_id}
    writes.update(Task, "id", ("state", "quantity_done", "reason"), records, constants=constants)
    _resolve_short(ctx, short, tasks, {**waiting, **demands})
    by_kind: dict[str, set[int]] = {}
    for demand in demands.values():
        by_kind.setdefault(demand.ref_kind, set()).add(demand.ref_id)
    for kind, ids in by_kind.items():
        for chunk in chunks(sorted(ids)):
            announce(ctx, GoodsPicked(kind, chunk))
    ctx.running().touched("warehouse.task", *tasks)
    return len(tasks)


def _allocation(tasks: Mapping[int, LockedTask], pick: PickDone) -> int:
    return tasks[pick.task_id].allocation_id or 0


def _check(picks: Sequence[PickDone], tasks: Mapping[int, LockedTask]) -> None:
    if not picks:
        raise InvalidInput("nothing_picked", "Name at least one task that was picked.", field="picks")
    if len({pick.task_id for pick in picks}) < len(picks):
        raise InvalidInput("task_twice", "A task stands on several lines; add them up.", field="task_id")
    for pick in picks:
        task = tasks[pick.task_id]
        if task.kind != "pick" or task.state != "ready":
            raise RuleViolation("task_not_ready", f"The task is {task.state} already.", task=task.id)
        if not 0 <= pick.quantity <= task.quantity:
            raise InvalidInput(
                "quantity_not_asked",
                f"{trimmed(pick.quantity)} was picked where {trimmed(task.quantity)} is asked; no more than that.",
                field="quantity",
            )
        if pick.quantity < task.quantity and not pick.reason.strip():
            raise InvalidInput("reason_missing", "Say why less was picked: empty, damaged, not found.", field="reason")


def _lock_short(ctx: Ctx, short: Sequence[PickDone], tasks: Mapping[int, LockedTask]) -> dict[int, LockedDemand]:
    """Lock who else is promised the items, before anything below: their promises may have to move."""
    if not short:
        return {}
    picked = {number for task in tasks.values() if (number := task.demand_id) is not None}
    return lock_waiting(ctx, {(tasks[pick.task_id].site_id, tasks[pick.task_id].item_id) for pick in short}, picked)


def _missing(ctx: Ctx, short: Sequence[PickDone], tasks: Mapping[int, LockedTask]) -> list[Missing]:
    """Give what is still claimed of the short picks and was not found.

    A count may have broken a claim before its pick was fitted to it: what is claimed no more is not missing again.
    """
    claimed = allocations(ctx, [_allocation(tasks, pick) for pick in short]) if short else {}
    left = (claimed.get(_allocation(tasks, pick)) for pick in short)
    return [Missing(one, one.quantity) for one in left if one is not None and not one.is_picked]


def _resolve_short(
    ctx: Ctx, short: Sequence[PickDone], tasks: Mapping[int, LockedTask], demands: Mapping[int, LockedDemand]
) -> None:
    missing = _missing(ctx, short, tasks)
    if not missing:
        return
    block_missing(ctx, missing, demands, ("warehouse.task", short[0].task_id))
    make_counts(ctx, missing, demands, short[0].reason)
    hit = {part.allocation.demand_id for part in missing}
    avoid = frozenset(part.allocation.balance_id for part in missing)
    given = allocate(ctx, sorted(hit), load(ctx, ALLOCATING, KEEPING, QUOTA), avoid=avoid)
    if given.made:
        make_picks(ctx, {}, given.made, given.demands, places(ctx))
    keys = {demands[number].key for number in hit}
    rebalance(ctx, keys, demands, "short pick", hit)
    lost = {number: left for number, left in given.left.items() if left > 0}
    raise_exceptions(
        ctx,
        [
            NewException(
                "short_pick",
                "warehouse",
                given.demands[number].ref_kind,
                given.demands[number].ref_id,
                f"Short pick: {trimmed(left)} not found, no other bin has it",
                given.demands[number].thread_id,
                {"left": str(left), "reason": short[0].reason},
                site_id=given.demands[number].site_id,
                party_id=given.demands[number].party_id,
            )
            for number, left in lost.items()
        ],
    )
