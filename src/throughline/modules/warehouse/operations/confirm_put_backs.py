"""Confirming that picked goods of cut demands are back in a bin."""

from collections.abc import Mapping, Sequence
from functools import partial

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import (
    AllocationFacts,
    PlaceFacts,
    free_put_back,
    lock_claims,
    move_allocated,
    places_by_id,
)
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.events import PutBackConfirmed
from throughline.modules.warehouse.locks import LockedTask
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@operation("warehouse.confirm_put_backs", permission="warehouse.pick", duty=Duty.SHIPPING)
def confirm_put_backs(ctx: Ctx, *, tasks: Sequence[int], places: Mapping[int, int] | None = None) -> Outcomes:
    """Move cancelled goods back to their bins (or the places named by task) and free them; an outcome is a task.

    One that is done already, or is to go to a place that is none of its site, is refused and stops no other.
    """
    if not tasks:
        raise InvalidInput("nothing_put_back", "Name at least one task that was done.", field="tasks")
    found, chosen = locks.tasks(ctx, tasks), places or {}
    known = places_by_id(ctx, chosen.values()) if chosen else {}
    judged = sift(dict.fromkeys(tasks), partial(_judged, found, chosen, known), partial(locks.named, found))
    if judged.sound:
        _put_back(ctx, list(judged.sound.values()), chosen)
    return judged.with_done(
        Outcome(task.id, task.label, "done", "put_back", f"{trimmed(task.quantity)} are free again.", {}, task.id)
        for task in judged.sound.values()
    )


def _judged(
    found: Mapping[int, LockedTask], chosen: Mapping[int, int], known: Mapping[int, PlaceFacts], number: int
) -> LockedTask:
    """Refuse what is no put-back to do, or a place where its goods cannot be put."""
    task = locks.ready_task(found, number, "put_back")
    place = known.get(chosen[number]) if number in chosen else None
    if number in chosen and (place is None or place.site_id != task.site_id):
        told = f"{task.label}: place {chosen[number]} is none of its site; name a bin there."
        raise NotFound("place_unknown", told, field="places", task=number)
    return task


def _put_back(ctx: Ctx, tasks: Sequence[LockedTask], chosen: Mapping[int, int]) -> None:
    """Move the goods of tasks, free them, and tell."""
    claims = lock_claims(ctx, {task.demand_id for task in tasks if task.demand_id is not None})
    matched = _matched(tasks, [one for one in claims.facts.values() if one.is_cancelled])
    wanted = {a.id: a.quantity for a, _ in matched}
    targets = {a.id: chosen.get(task.id) or task.to_location_id or a.location_id for a, task in matched}
    source = ("warehouse.task", min(task.id for task in tasks))
    move_allocated(ctx, claims, wanted, targets, picked=False, source=source)
    free_put_back(ctx, claims.demands, list(wanted))
    records = [(task.id, "done", task.quantity) for task in tasks]
    constants = {"done_at": ctx.now, "done_by": ctx.actor_id}
    writes.update(Task, "id", ("state", "quantity_done"), records, constants=constants)
    demands = claims.demands.values()
    for kind in sorted({demand.ref_kind for demand in demands}):
        for chunk in chunks(sorted(demand.ref_id for demand in demands if demand.ref_kind == kind)):
            announce(ctx, PutBackConfirmed(kind, chunk))
    ctx.running().touched("warehouse.task", *(task.id for task in tasks))


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
