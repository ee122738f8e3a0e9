"""Cancelling and reducing confirmed lines at any stage before dispatch."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.billing.public import cut_lines, lock_lines
from throughline.modules.inventory.public import DemandFacts, demands_of
from throughline.modules.sales import locks
from throughline.modules.sales.events import OrdersCut
from throughline.modules.sales.lifecycle import ORDER, S
from throughline.modules.sales.models import Order, OrderLine
from throughline.modules.warehouse.public import withdraw
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

LINE = "sales.order_line"


@operation("sales.cancel_lines", permission="sales.order.cancel", duty=Duty.ORDER_ENTRY)
def cancel_lines(
    ctx: Ctx, *, orders: Sequence[int], quantities: Mapping[int, Decimal] | None = None, reason: str
) -> Outcomes:
    """Take quantities (stock units, by line) off confirmed orders, or all that has not left; no counter-moves.

    What is promised or allocated is free at once; what is picked gets a put-back task and stays unavailable until
    that is confirmed; what has left cannot be cancelled but comes back as a return. Services go with an order of which
    nothing has left, or where they are named; what was billed ahead is credited. Cancelling twice changes nothing.
    An outcome is an order; one of which so much is not here any more is refused by itself.
    """
    if not reason.strip():
        raise InvalidInput(
            "reason_missing", "Say why it is cancelled; the reason stays with the order.", field="reason"
        )
    found = locks.orders(ctx, orders)
    lines = locks.lines_of(ctx, list(found))
    lock_lines(ctx, LINE, [line.id for order in lines.values() for line in order])
    demands = demands_of(ctx, LINE, [line.id for order in lines.values() for line in order])
    judged = sift(
        dict.fromkeys(orders),
        lambda number: (locks.one_of(found, number), _wanted(found[number], lines[number], demands, quantities)),
        partial(locks.named, found),
    )
    cuts = {line: quantity for _, wanted in judged.sound.values() for line, quantity in wanted.items()}
    if cuts:
        _cut(ctx, cuts, demands, found, lines, reason)
    return judged.with_done(_outcome(order, wanted) for order, wanted in judged.sound.values())


def _wanted(
    order: locks.LockedOrder,
    lines: Sequence[locks.LockedLine],
    demands: Mapping[int, DemandFacts],
    quantities: Mapping[int, Decimal] | None,
) -> dict[int, Decimal]:
    if order.state == S.CANCELLED:
        return {}
    ORDER.target("cut", S(order.state), label=order.number)
    wanted = {}
    nothing_left = not any(demands[line.id].issued for line in lines if line.id in demands)
    for line in lines:
        demand = demands.get(line.id)
        left = line.quantity_stock - line.cancelled - (demand.issued if demand else ZERO)
        asked = left if quantities is None else quantities.get(line.id, ZERO)
        if asked > left:
            gone = demand.issued if demand else ZERO
            raise RuleViolation(
                "already_shipped",
                f"{trimmed(asked)} of {line.item_code} cannot be cancelled; "
                f"{trimmed(gone)} has left and comes back as a return, {trimmed(left)} is still here.",
                field="quantities",
                line=line.id,
            )
        if asked > 0 and (line.is_stocked or nothing_left or quantities is not None):
            wanted[line.id] = asked
    if (
        quantities is None
        and not wanted
        and any(demands[n].issued > 0 for n in demands if n in {ln.id for ln in lines})
    ):
        raise RuleViolation("already_shipped", f"All of {order.number} has left; take it back with a return.")
    return wanted


def _cut(
    ctx: Ctx,
    cuts: Mapping[int, Decimal],
    demands: Mapping[int, DemandFacts],
    orders: Mapping[int, locks.LockedOrder],
    lines: Mapping[int, Sequence[locks.LockedLine]],
    reason: str,
) -> None:
    versions = {line.id: orders[number].version for number, own in lines.items() for line in own}
    cut_lines(ctx, LINE, cuts, versions)
    withdraw(ctx, {demands[number].id: quantity for number, quantity in cuts.items() if number in demands})
    writes.update(OrderLine, "id", (), sorted(cuts.items()), add=("quantity_cancelled",))
    records = []
    for number, order in orders.items():
        left = sum((n.quantity_stock - n.cancelled - cuts.get(n.id, ZERO) for n in lines[number]), ZERO)
        touched = any(line.id in cuts for line in lines[number])
        if touched:
            state = ORDER.target("cancel" if left == 0 else "cut", S(order.state))
            records.append((number, state.value, reason if left == 0 else "", order.version + 1))
    writes.update(Order, "id", ("state", "closed_reason", "version"), records)
    for chunk in chunks(sorted(record[0] for record in records)):
        announce(ctx, OrdersCut(chunk))
    ctx.running().touched("sales.order", *(record[0] for record in records))


def _outcome(order: locks.LockedOrder, wanted: Mapping[int, Decimal]) -> Outcome:
    if not wanted:
        return Outcome(order.id, order.number, "skipped", "nothing_left", "Nothing is left to cancel.", {}, order.id)
    total = trimmed(sum(wanted.values(), ZERO))
    return Outcome(order.id, order.number, "done", "cancelled", f"{total} cancelled.", {}, order.id)
