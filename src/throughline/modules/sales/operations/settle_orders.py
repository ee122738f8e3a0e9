"""Settling orders: what was allocated, picked, shipped, delivered and billed of them, recomputed from the ledgers."""

from collections.abc import Sequence
from decimal import Decimal

from throughline.governance.public import clear_exceptions
from throughline.kernel.money import ZERO, rounded
from throughline.modules.billing.public import Closed, closed_of
from throughline.modules.inventory.public import progress_of
from throughline.modules.logistics.public import Arrived, arrived_of
from throughline.modules.sales import locks
from throughline.modules.sales.lifecycle import ORDER, S
from throughline.modules.sales.models import Order
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation

LINE = "sales.order_line"
NOTHING, NO_BILL = Arrived(ZERO, ZERO), Closed(ZERO, ZERO, ZERO)


@operation("sales.settle_orders", permission="sales.order.settle")
def settle_orders(ctx: Ctx, *, orders: Sequence[int] = (), lines: Sequence[int] = ()) -> int:
    """Bring the derived progress of orders up to date, whatever happened and however often; close what is finished.

    Serves lists only: decisions read the ledgers. Gives how many orders changed.
    """
    found = locks.orders_of_lines(ctx, lines) if lines else {}
    found |= locks.orders(ctx, [number for number in orders if number not in found])
    if not found:
        return 0
    by_order = locks.lines_of(ctx, list(found))
    refs = [line.id for rows in by_order.values() for line in rows]
    demands = progress_of(ctx, LINE, refs)
    arrived = arrived_of(ctx, LINE, refs)
    closed = closed_of(ctx, LINE, refs)
    records, served = [], []
    for number, order in found.items():
        sums = [ZERO, ZERO, ZERO, ZERO, ZERO]
        finished = order.state == S.CONFIRMED
        for line in by_order[number]:
            demand = demands.get(line.id)
            gone = demand.issued if demand else ZERO
            bills = closed.get(line.id, NO_BILL)
            quantities = (
                demand.allocated + gone if demand else ZERO,
                demand.picked + gone if demand else ZERO,
                gone,
                arrived.get(line.id, NOTHING).accepted,
                bills.billed,
            )
            sums = [have + _net(line, quantity) for have, quantity in zip(sums, quantities, strict=True)]
            finished = finished and _is_finished(line, gone, arrived.get(line.id, NOTHING), bills)
            if (gone or line.cancelled) and line.quantity_stock - line.cancelled <= gone:
                served.append(line.id)
        state = ORDER.target("close", S(order.state)).value if finished else order.state
        records.append((number, state, *sums))
    columns = ("state", "net_allocated", "net_picked", "net_shipped", "net_delivered", "net_billed")
    writes.update(Order, "id", columns, records)
    clear_exceptions(ctx, "promise_at_risk", LINE, served, "has left or is cancelled")
    return len(records)


def _is_finished(line: locks.LockedLine, gone: Decimal, arrived: Arrived, bills: Closed) -> bool:
    """Say whether nothing more happens on a line: gone and billed whole, or all gone, with the rest back or lost.

    What will never be billed counts as billed.
    """
    billed = bills.whole
    wanted = line.quantity_stock - line.cancelled
    has_left = gone >= wanted or not line.is_stocked
    ended = gone >= wanted and arrived.accepted + arrived.ended >= gone and billed >= arrived.accepted
    return (wanted <= billed and has_left) or ended


def _net(line: locks.LockedLine, quantity: Decimal) -> Decimal:
    """Give the net amount of a part of a line."""
    if not quantity:
        return ZERO
    return line.net if quantity == line.quantity_stock else rounded(line.net * quantity / line.quantity_stock)
