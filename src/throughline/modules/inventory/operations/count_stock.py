"""Counting stock: what was counted at a place becomes what is booked there."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.inventory.acts.adjust import Adjustment
from throughline.modules.inventory.acts.propose import Entered, enter
from throughline.modules.inventory.queries.adjustments import booked_at
from throughline.platform.operations import Ctx, Outcomes, operation


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted of an item, lot and status at a place; `unit_cost` is that of goods never bought before."""

    site_id: int
    location_id: int
    item_id: int
    counted: Decimal
    lot_id: int | None = None
    status: str = "available"
    unit_cost: Decimal | None = None


@operation("inventory.count_stock", permission="inventory.stock.count", duty=Duty.STOCK_ADJUSTMENT)
def count_stock(ctx: Ctx, *, counts: Sequence[Count], reason: str = "Counted") -> Outcomes:
    """Book what was counted instead of what the books say; what is worth too much waits for approval.

    A count of a place voids what waits for it. A count that agrees is kept as well: it says that the place was right.
    The counts of a call are one adjustment, which is the outcome: its lines stand or fall together.
    """
    for count in counts:
        if count.counted < 0:
            raise InvalidInput("count_negative", "Nobody counts less than nothing.", field="counted")
    targets = [(c.site_id, c.location_id, c.item_id, c.lot_id, c.status) for c in counts]
    booked = booked_at(ctx, targets)
    entered = []
    for count, target in zip(counts, targets, strict=True):
        known = booked.get(target, ZERO)
        line = Adjustment(*target[:3], count.counted - known, count.lot_id, count.status, count.unit_cost)
        entered.append(Entered(line, known, count.counted))
    return enter(ctx, entered, reason)
