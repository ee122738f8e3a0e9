"""Confirming counts of bins: those that a short pick asked for, and those that somebody counts of his own accord."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.quantity import in_stock_unit
from throughline.modules.catalog.public import ItemFacts, items
from throughline.modules.inventory.public import (
    CountedPlace,
    LotFacts,
    PlaceFacts,
    lots_of,
    places_by_id,
    settle_counts,
)
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.events import BinsCounted
from throughline.modules.warehouse.models import Task
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class BinCount:
    """All that lies of an item (and lot) in a bin, counted without looking at the books."""

    location_id: int
    item_id: int
    counted: Decimal
    lot_id: int | None = None


@operation("warehouse.confirm_counts", permission="warehouse.count", duty=Duty.STOCK_ADJUSTMENT)
def confirm_counts(ctx: Ctx, *, counts: Sequence[BinCount], reason: str = "Counted") -> Outcomes:
    """Settle what bins hold and close the count tasks that asked for it; an outcome is a count.

    The document of all of them is one adjustment.
    What a short pick had blocked and is there is available again at once; what is blocked for another cause lies there,
    is counted along and stays blocked. What differs is booked, or waits for another person where it is worth more than
    the policy of adjustments allows. Who picks does not count: the duties conflict.
    A count of what cannot lie there is refused and stops no other; one of a bin that stands on two lines, on both.
    """
    if not counts:
        raise InvalidInput("nothing_counted", "Name at least one bin that was counted.", field="counts")
    wanted = {count.item_id for count in counts}
    lots = lots_of(ctx, wanted) if any(count.lot_id for count in counts) else {}
    facts = _Facts(
        places_by_id(ctx, [count.location_id for count in counts]),
        items(wanted),
        lots,
        Counter(_target(count) for count in counts),
    )
    judged = sift(counts, partial(_judged, facts), lambda count: (count.location_id, facts.label(count)))
    adjusted = _settle(ctx, judged.sound, facts, reason) if judged.sound else None
    return judged.with_done(
        replace(adjusted, subject=count.location_id, label=facts.label(count))
        for count in judged.sound.values()
        if adjusted is not None
    )


Target = tuple[int, int, int | None]


def _target(count: BinCount) -> Target:
    return (count.location_id, count.item_id, count.lot_id)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What counts name, and how many of them name the same."""

    places: Mapping[int, PlaceFacts]
    items: Mapping[int, ItemFacts]
    lots: Mapping[int, LotFacts]
    lines: Mapping[Target, int]

    def label(self, count: BinCount) -> str:
        """Name what was counted, also where it is not there."""
        item, place = self.items.get(count.item_id), self.places.get(count.location_id)
        return f"{item.code if item else count.item_id} in {place.code if place else count.location_id}"


def _judged(facts: _Facts, count: BinCount) -> BinCount:
    """Refuse a count of what cannot lie there."""
    place, item = facts.places.get(count.location_id), facts.items.get(count.item_id)
    if place is None or place.site_id is None:
        raise NotFound("place_unknown", f"There is no bin {count.location_id}.", field="location_id")
    if item is None:
        raise NotFound("item_unknown", f"There is no item {count.item_id}.", field="item_id")
    if item.kind != "stocked":
        told = f"{item.code} is a {item.kind} and has no stock; leave it out."
        raise RuleViolation("item_not_stocked", told, field="item_id")
    if item.lot_tracked and count.lot_id is None:
        raise InvalidInput("lot_missing", f"{item.code} is kept by lot: count each lot.", field="lot_id")
    if count.lot_id is not None and (count.lot_id not in facts.lots or facts.lots[count.lot_id].item_id != item.id):
        raise NotFound("lot_unknown", f"{item.code} has no lot {count.lot_id}.", field="lot_id")
    if count.counted < 0:
        raise InvalidInput("count_negative", "Nobody counts less than nothing.", field="counted")
    try:
        in_stock_unit(count.counted, Decimal(1), item.unit_decimals, unit=item.stock_unit, stock_unit=item.stock_unit)
    except InvalidInput as error:
        raise InvalidInput(error.code, error.message, field="counted") from error
    if facts.lines[_target(count)] > 1:
        told = f"{facts.label(count)} stands on {facts.lines[_target(count)]} lines; add them up to one."
        raise InvalidInput("place_twice", told, field="location_id")
    return count


def _settle(ctx: Ctx, sound: Mapping[int, BinCount], facts: _Facts, reason: str) -> Outcome:
    """Book the counts, close the tasks that asked for them, and tell; give what came of their adjustment."""
    counted = {_target(count): count.counted for count in sound.values()}
    tasks = locks.ready_counts(ctx, list(counted))
    missed = _missed(tasks)
    targets = [
        CountedPlace(facts.places[target[0]].site_id or 0, *target, quantity, missed[target])
        for target, quantity in counted.items()
    ]
    adjusted = settle_counts(ctx, targets, reason.strip() or "Counted").only()
    records = [(task.id, "done", counted[task.from_location_id or 0, task.item_id, task.lot_id]) for task in tasks]
    constants = {"done_at": ctx.now, "done_by": ctx.actor_id}
    writes.update(Task, "id", ("state", "quantity_done"), records, constants=constants)
    for chunk in chunks(sorted({count.location_id for count in sound.values()})):
        announce(ctx, BinsCounted(chunk))
    ctx.running().touched("warehouse.task", *(task.id for task in tasks))
    return adjusted


def _missed(tasks: Sequence[locks.LockedTask]) -> defaultdict[Target, Decimal]:
    """Give how much short picks did not find, by bin, item and lot: it is what their counts are for."""
    sums: defaultdict[Target, Decimal] = defaultdict(Decimal)
    for task in tasks:
        sums[task.from_location_id or 0, task.item_id, task.lot_id] += task.quantity
    return sums
