"""Telling who owns an order that its promise moved: no date changes in silence."""

from collections.abc import Sequence

from throughline.governance.public import NewException, clear_exceptions, raise_exceptions
from throughline.modules.inventory.public import demands_of
from throughline.modules.sales import locks
from throughline.platform.operations import Ctx, operation

LINE = "sales.order_line"


@operation("sales.report_moved_promises", permission="sales.order.settle")
def report_moved_promises(ctx: Ctx, *, lines: Sequence[int], cause: str) -> int:
    """Raise an exception for every line that can no longer leave as promised, naming the new date; clear the others.

    The promised date stays what the customer was told until a person changes it.
    """
    orders = locks.orders_of_lines(ctx, lines)
    wanted = set(lines)
    by_order = locks.lines_of(ctx, list(orders))
    demands = demands_of(ctx, LINE, list(lines))
    late, fine = [], []
    for number, order in orders.items():
        for line in by_order[number]:
            demand = demands.get(line.id)
            if line.id not in wanted or demand is None:
                continue
            if demand.open > 0 and _slips(line, demand.expected_on):
                day = f"{demand.expected_on}" if demand.expected_on else "no known date"
                title = f"{order.number} line {line.line_no}: {line.item_code} moves from {line.promised} to {day}"
                facts = {"promised": line.promised, "expected": demand.expected_on, "cause": cause}
                late.append(NewException("promise_at_risk", "sales", LINE, line.id, title, order.thread_id, facts))
            else:
                fine.append(line.id)
    raise_exceptions(ctx, late)
    clear_exceptions(ctx, "promise_at_risk", LINE, fine, "can leave as promised again")
    return len(late)


def _slips(line: locks.LockedLine, expected: object) -> bool:
    return expected is None or line.promised is None or expected > line.promised  # type: ignore[operator]
