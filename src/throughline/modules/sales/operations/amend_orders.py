"""Amending confirmed orders at any stage before dispatch of what is concerned."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.sales.acts.amend import amend
from throughline.modules.sales.acts.asking import AmendmentInput, LineAmendment
from throughline.platform.operations import Ctx, Outcomes, operation


@operation("sales.amend_orders", permission="sales.order.amend", duty=Duty.ORDER_ENTRY)
def amend_orders(ctx: Ctx, *, amendments: Sequence[AmendmentInput]) -> Outcomes:
    """Change confirmed orders: quantities, dates, prices, lines, customer order, address; whole or not at all.

    Less frees claims as cancelling does; more is checked and promised as confirming does. What a check blocks leaves
    the order as it is and waits for its approval, with which it is carried out. The first promise of a line stays.
    """
    if len({one.order.id for one in amendments}) < len(amendments):
        raise InvalidInput("order_twice", "An order is named twice; put its changes together.", field="amendments")
    for one in amendments:
        if not one.reason.strip():
            raise InvalidInput("reason_missing", "Say why; the reason stays with the order.", field="reason")
    return amend(ctx, amendments)


__all__ = ["AmendmentInput", "LineAmendment", "amend_orders"]
