"""Confirming counts of bins: those that a short pick asked for, and those that somebody counts of his own accord."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.inventory.public import CountedPlace, places_by_id, settle_counts
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.events import BinsCounted
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcomes, operation


@dataclass(frozen=True, slots=True)
class BinCount:
    """All that lies of an item (and lot) in a bin, counted without looking at the books."""

    location_id: int
    item_id: int
    counted: Decimal
    lot_id: int | None = None


@operation("warehouse.confirm_counts", permission="warehouse.count", duty=Duty.STOCK_ADJUSTMENT)
def confirm_counts(ctx: Ctx, *, counts: Sequence[BinCount], reason: str = "Counted") -> Outcomes:
    """Settle what bins hold and close the count tasks that asked for it; the outcome is the adjustment of it.

    What a short pick had blocked and is there is available again at once; what is blocked for another cause lies there,
    is counted along and stays blocked. What differs is booked, or waits for another
    person where it is worth more than the policy of adjustments allows. Who picks does not count: the duties conflict.
    """
    if not counts:
        raise InvalidInput("nothing_counted", "Name at least one bin that was counted.", field="counts")
    known = places_by_id(ctx, [count.location_id for count in counts])
    targets = []
    for count in counts:
        place = known.get(count.location_id)
        if place is None or place.site_id is None:
            raise NotFound("place_unknown", f"There is no bin {count.location_id}.", field="location_id")
        targets.append(CountedPlace(place.site_id, place.id, count.item_id, count.lot_id, count.counted))
    tasks = locks.ready_counts(ctx, [(count.location_id, count.item_id, count.lot_id) for count in counts])
    missed = _missed(tasks)
    targets = [replace(one, missed=missed[one.location_id, one.item_id, one.lot_id]) for one in targets]
    counted = {(count.location_id, count.item_id, count.lot_id): count.counted for count in counts}
    outcomes = settle_counts(ctx, targets, reason.strip() or "Counted")
    records = [(task.id, "done", counted[task.from_location_id or 0, task.item_id, task.lot_id]) for task in tasks]
    constants = {"done_at": ctx.now, "done_by": ctx.actor_id}
    writes.update(Task, "id", ("state", "quantity_done"), records, constants=constants)
    for chunk in chunks(sorted(known)):
        announce(ctx, BinsCounted(chunk))
    ctx.running().touched("warehouse.task", *(task.id for task in tasks))
    return outcomes


def _missed(tasks: Sequence[locks.LockedTask]) -> dict[tuple[int, int, int | None], Decimal]:
    """Give how much short picks did not find, by bin, item and lot: it is what their counts are for."""
    sums: defaultdict[tuple[int, int, int | None], Decimal] = defaultdict(Decimal)
    for task in tasks:
        sums[task.from_location_id or 0, task.item_id, task.lot_id] += task.quantity
    return sums
