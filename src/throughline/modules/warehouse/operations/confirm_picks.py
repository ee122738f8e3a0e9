"""Confirming picks: all of it, or less with a reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, NewException, load, raise_exceptions
from throughline.kernel.errors import InvalidInput, check_length
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import (
    ALLOCATING,
    KEEPING,
    QUOTA,
    Claims,
    LockedDemand,
    Missing,
    allocate,
    allocations,
    block_missing,
    lock_claims,
    lock_waiting,
    move_allocated,
    places,
    rebalance,
)
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.lots import Picked, settle_lots
from throughline.modules.warehouse.acts.tasks import make_counts, make_picks
from throughline.modules.warehouse.events import GoodsPicked
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


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
def confirm_picks(ctx: Ctx, *, picks: Sequence[PickDone]) -> Outcomes:
    """Move picked goods to the stage, their claims with them; an outcome is a task, and one bad pick stops no other.

    What is short is blocked in its bin until counted, its claims are broken, the demand is served from another bin
    where there is one and promised anew where not, and a person is told. Another lot than the allocated one goes for a
    reason, where it lies free in the same bin and keeps as long as the customer asks; one that has expired never does.
    A task that stands on two lines is refused on both: which of them is meant, nobody knows.
    """
    if not picks:
        raise InvalidInput("nothing_picked", "Name at least one task that was picked.", field="picks")
    tasks = locks.tasks(ctx, (pick.task_id for pick in picks))
    named = partial(_named, tasks)
    judged = sift(picks, partial(_asked, tasks, Counter(pick.task_id for pick in picks)), named)
    if not judged.sound:
        return judged.with_done(())
    waiting = _lock_short(ctx, [pick for pick in judged.sound.values() if _is_short(pick, tasks)], tasks)
    claims = _lock_claims(ctx, list(judged.sound.values()), tasks)
    judged = judged.again(partial(_claimed, tasks, claims), named)
    judged, claims = settle_lots(ctx, judged, tasks, claims, named)
    if judged.sound:
        _carry_out(ctx, list(judged.sound.values()), tasks, claims, waiting)
    return judged.with_done(_picked(pick, tasks) for pick in judged.sound.values())


def _named(tasks: Mapping[int, LockedTask], pick: Picked) -> tuple[int, str]:
    return locks.named(tasks, pick.task_id)


def _picked(pick: PickDone, tasks: Mapping[int, LockedTask]) -> Outcome:
    task = tasks[pick.task_id]
    if _is_short(pick, tasks):
        told = f"{trimmed(pick.quantity)} of {trimmed(task.quantity)} picked: {pick.reason.strip()}."
        return Outcome(task.id, task.label, "done", "short", told, {}, task.id)
    return Outcome(task.id, task.label, "done", "picked", f"{trimmed(pick.quantity)} picked.", {}, task.id)


def _is_short(pick: PickDone, tasks: Mapping[int, LockedTask]) -> bool:
    return pick.quantity < tasks[pick.task_id].quantity


def _carry_out(
    ctx: Ctx,
    picks: Sequence[PickDone],
    tasks: Mapping[int, LockedTask],
    claims: Claims,
    waiting: Mapping[int, LockedDemand],
) -> None:
    """Move the goods of picks that may go, close their tasks, see to what is short, and tell."""
    wanted = {number: pick.quantity for pick in picks if pick.quantity and (number := _allocation(tasks, pick))}
    stage = {number: tasks[pick.task_id].to_location_id for pick in picks if (number := _allocation(tasks, pick))}
    targets = {number: place for number, place in stage.items() if place is not None}
    source = ("warehouse.task", min(pick.task_id for pick in picks))
    move_allocated(ctx, claims, wanted, targets, picked=True, source=source)
    short = [pick for pick in picks if _is_short(pick, tasks)]
    records = [
        (pick.task_id, "short" if _is_short(pick, tasks) else "done", pick.quantity, pick.reason) for pick in picks
    ]
    constants = {"done_at": ctx.now, "done_by": ctx.actor_id}
    writes.update(Task, "id", ("state", "quantity_done", "reason"), records, constants=constants)
    _resolve_short(ctx, short, tasks, {**waiting, **claims.demands})
    by_kind: dict[str, set[int]] = {}
    for pick in picks:
        demand = claims.demands.get(tasks[pick.task_id].demand_id or 0)
        if demand is not None:
            by_kind.setdefault(demand.ref_kind, set()).add(demand.ref_id)
    for kind, ids in by_kind.items():
        for chunk in chunks(sorted(ids)):
            announce(ctx, GoodsPicked(kind, chunk))
    ctx.running().touched("warehouse.task", *(pick.task_id for pick in picks))


def _allocation(tasks: Mapping[int, LockedTask], pick: PickDone) -> int:
    return tasks[pick.task_id].allocation_id or 0


def _asked(tasks: Mapping[int, LockedTask], lines: Mapping[int, int], pick: PickDone) -> PickDone:
    """Refuse what is no answer to its task, before anything is locked for it."""
    task = locks.ready_task(tasks, pick.task_id, "pick")
    if lines[task.id] > 1:
        told = f"{task.label}: the task stands on {lines[task.id]} lines; add them up to one."
        raise InvalidInput("task_twice", told, field="task_id", task=task.id)
    if not 0 <= pick.quantity <= task.quantity:
        raise InvalidInput(
            "quantity_not_asked",
            f"{trimmed(pick.quantity)} was picked where {trimmed(task.quantity)} is asked; no more than that.",
            field="quantity",
        )
    if pick.quantity < task.quantity and not pick.reason.strip():
        raise InvalidInput("reason_missing", "Say why less was picked: empty, damaged, not found.", field="reason")
    check_length("reason", pick.reason, 40)
    return pick


def _claimed(tasks: Mapping[int, LockedTask], claims: Claims, pick: PickDone) -> PickDone:
    """Refuse to move what its demand claims no more."""
    number = _allocation(tasks, pick)
    if number and pick.quantity:
        claims.check(number, pick.quantity, picked=True)
    return pick


def _lock_claims(ctx: Ctx, picks: Sequence[PickDone], tasks: Mapping[int, LockedTask]) -> Claims:
    demands = {number for pick in picks if (number := tasks[pick.task_id].demand_id) is not None}
    return lock_claims(ctx, demands, [number for pick in picks if (number := _allocation(tasks, pick))])


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
