"""Counting again what another person did not believe, or who counted took back."""

from collections.abc import Sequence

from throughline.modules.inventory.public import dropped_counts
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.tasks import make_recounts
from throughline.platform.operations import Ctx, operation


@operation("warehouse.count_again", permission="warehouse.count")
def count_again(ctx: Ctx, *, adjustments: Sequence[int]) -> int:
    """Ask for a new count of the places whose count was refused or withdrawn; give how many are asked for.

    What short picks did not find there stays blocked until then. Repeating it changes nothing: a place that waits to be
    counted is not asked for twice.
    """
    dropped = dropped_counts(ctx, adjustments)
    waiting = locks.ready_counts(ctx, [(one.location_id, one.item_id, one.lot_id) for one in dropped])
    asked = {(task.from_location_id, task.item_id, task.lot_id) for task in waiting}
    places = [one for one in dropped if (one.location_id, one.item_id, one.lot_id) not in asked]
    make_recounts(ctx, places)
    return len(places)
