"""Dropping amendments that wait for an approval."""

from collections.abc import Sequence

from throughline.governance.public import Duty, HeldSubject, hold
from throughline.modules.sales import locks
from throughline.modules.sales.acts.amendments import KIND, STAGE, end_waiting
from throughline.platform.operations import Ctx, operation


@operation("sales.withdraw_amendments", permission="sales.order.amend", duty=Duty.ORDER_ENTRY)
def withdraw_amendments(ctx: Ctx, *, orders: Sequence[int], refused: bool = False) -> int:
    """Drop what waits of orders, withdrawn or refused by who decides; the orders stay as they are.

    Gives how many had something waiting.
    """
    found = locks.orders(ctx, orders)
    ended = end_waiting(ctx, list(found), "refused" if refused else "withdrawn")
    hold(ctx, KIND, STAGE, [HeldSubject(number, found[number].thread_id, "", []) for number in ended])
    ctx.running().touched(KIND, *ended)
    return len(ended)
