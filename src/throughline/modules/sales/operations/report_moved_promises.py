"""Telling who owns an order that its promise moved: no date changes in silence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from throughline.governance.public import NewException, clear_exceptions, raise_exceptions
from throughline.modules.catalog.public import SubstituteFacts, substitutes_of
from throughline.modules.inventory.public import DemandFacts, demands_of
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
    known = [line for lines_ in by_order.values() for line in lines_ if line.id in wanted and line.id in demands]
    late = [line for line in known if demands[line.id].open > 0 and _slips(line, demands[line.id].expected_on)]
    instead = substitutes_of({line.item_id for line in late}) if late else {}
    raise_exceptions(
        ctx,
        [
            _exception(line, orders[line.order_id], demands[line.id], cause, instead.get(line.item_id, []))
            for line in late
        ],
    )
    slipping = {line.id for line in late}
    fine = [line.id for line in known if line.id not in slipping]
    clear_exceptions(ctx, "promise_at_risk", LINE, fine, "can leave as promised again")
    return len(late)


def _exception(
    line: locks.LockedLine,
    order: locks.LockedOrder,
    demand: DemandFacts,
    cause: str,
    instead: Sequence[SubstituteFacts],
) -> NewException:
    """Say what moved to which day, and propose what could be done: a substitute, or another agreement."""
    day = f"{demand.expected_on}" if demand.expected_on else "no known date"
    title = f"{order.number} line {line.line_no}: {line.item_code} moves from {line.promised} to {day}"
    if line.promised is None:
        title = f"{order.number} line {line.line_no}: {line.item_code} has no known date"
    facts = {"promised": line.promised, "expected": demand.expected_on, "cause": cause}
    proposals: list[dict[str, Any]] = [
        {
            "operation": "sales.substitute_lines",
            "label": f"Deliver {one.code}",
            "query": {"line": line.id, "substitute": one.substitute_id},
        }
        for one in instead[:1]
    ]
    proposals.append({"operation": "sales.amend_orders", "label": "Amend", "query": {"order": order.id}})
    return NewException("promise_at_risk", "sales", LINE, line.id, title, order.thread_id, facts, proposals,
                        site_id=order.site_id, party_id=order.party_id)  # fmt: skip


def _slips(line: locks.LockedLine, expected: date | None) -> bool:
    """Say whether a line leaves later than promised; where no date was promised, any that is known is no later."""
    return expected is None or (line.promised is not None and expected > line.promised)
