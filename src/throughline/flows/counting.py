"""What follows from counts: one that another person did not believe, or who counted took back, is made again."""

from throughline.modules.inventory.events import AdjustmentsDropped
from throughline.modules.warehouse.public import count_again
from throughline.platform.events import on
from throughline.platform.operations import Ctx


@on(AdjustmentsDropped, "counting.dropped")
def dropped(ctx: Ctx, event: AdjustmentsDropped) -> None:
    """What was counted is in doubt: somebody counts it again, and what a pick missed there waits for that."""
    count_again(ctx, adjustments=event.adjustment_ids)
