"""Carrying out amendments that waited for an approval."""

from collections.abc import Sequence
from dataclasses import replace

from throughline.governance.public import Duty
from throughline.modules.sales import locks
from throughline.modules.sales.acts.amend import amend
from throughline.modules.sales.acts.amendments import waiting
from throughline.platform.operations import Ctx, Outcomes, Versioned, operation


@operation("sales.apply_amendments", permission="sales.order.amend", duty=Duty.ORDER_ENTRY)
def apply_amendments(ctx: Ctx, *, orders: Sequence[int]) -> Outcomes:
    """Carry out what waits of orders, judged anew; what is still stopped keeps waiting."""
    asked = waiting(ctx, list(locks.orders(ctx, orders)))
    amendments = [replace(one, order=Versioned(number)) for number, (one, _) in sorted(asked.items())]
    return amend(ctx, amendments, {number: person for number, (_, person) in asked.items()})
