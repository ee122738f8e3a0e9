"""Adjusting stock: what is found, missing or wrong, with its reason, at the average cost."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.inventory.acts.adjust import Adjustment
from throughline.modules.inventory.acts.propose import Entered, enter
from throughline.platform.operations import Ctx, Outcomes, operation

__all__ = ["Adjustment", "adjust_stock"]


@operation("inventory.adjust_stock", permission="inventory.stock.adjust", duty=Duty.STOCK_ADJUSTMENT)
def adjust_stock(ctx: Ctx, *, adjustments: Sequence[Adjustment], reason: str, opening: bool = False) -> Outcomes:
    """Change what is on hand and book it against inventory adjustments; what is worth too much waits for approval.

    `opening` books against opening balances instead, to take back what was opened. The outcome is the adjustment:
    done, or held until another person with the duty decides. It is one document: its lines stand or fall together.

    No bin goes below zero. Claims on what is gone are broken, lowest rank first, and promised anew.
    """
    if any(line.quantity == 0 for line in adjustments):
        raise InvalidInput("quantity_zero", "An adjustment of zero changes nothing; leave it out.", field="quantity")
    return enter(ctx, [Entered(line) for line in adjustments], reason, "OPEN" if opening else "INVADJ")
