"""An order as programs read it: names that stay, quantities and money as they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from throughline.governance.public import ExceptionFacts, HoldFacts
from throughline.modules.billing.public import ThreadInvoice
from throughline.modules.logistics.public import ShipmentFacts
from throughline.modules.sales.permissions import sees_costs
from throughline.modules.sales.queries.orders import OrderFacts, OrderLineFacts
from throughline.modules.sales.ui.progress import LineProgress, Progress
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LineData:
    """A line with how far it is, in stock units: `demand_id` leads to its promises, allocations and tasks."""

    line: OrderLineFacts
    demand_id: int | None
    expected_on: date | None
    promised: Decimal
    pegged: Decimal
    allocated: Decimal
    picked: Decimal
    issued: Decimal
    delivered: Decimal
    billed: Decimal
    waived: Decimal


@dataclass(frozen=True, slots=True)
class OrderData:
    """An order with its lines, what stops it, and its documents; `version` is what If-Match takes."""

    version: int
    order: OrderFacts
    customer_code: str
    customer_name: str
    site_code: str
    lines: list[LineData]
    holds: list[HoldFacts]
    exceptions: list[ExceptionFacts]
    shipments: list[ShipmentFacts]
    invoices: list[ThreadInvoice]


def order_data(ctx: Ctx, progress: Progress, customer: tuple[str, str], site_code: str) -> OrderData:
    """Give an order as data; costs to those only who see margins."""
    return OrderData(
        progress.order.version,
        progress.order,
        *customer,
        site_code,
        _lines(progress.lines, costs=sees_costs(ctx)),
        progress.holds if ctx.may("governance.hold.read") else [],
        progress.exceptions if ctx.may("governance.exception.read") else [],
        progress.shipments,
        progress.invoices if ctx.may("billing.invoice.read") else [],
    )


def _lines(lines: Sequence[LineProgress], *, costs: bool) -> list[LineData]:
    found = []
    for one in lines:
        demand, nothing = one.demand, Decimal(0)
        found.append(
            LineData(
                one.line if costs else replace(one.line, unit_cost=None),
                demand.id if demand else None,
                demand.expected_on if demand else None,
                demand.promised if demand else nothing,
                demand.pegged if demand else nothing,
                demand.allocated if demand else nothing,
                demand.picked if demand else nothing,
                demand.issued if demand else nothing,
                one.delivered,
                one.billed,
                one.waived,
            )
        )
    return found
