"""The door of sales."""

from throughline.modules.sales.acts.pricing import LineInput
from throughline.modules.sales.events import OrdersAmended, OrdersConfirmed, OrdersCut, OrdersHeld
from throughline.modules.sales.operations.amend_orders import AmendmentInput, LineAmendment, amend_orders
from throughline.modules.sales.operations.apply_amendments import apply_amendments
from throughline.modules.sales.operations.cancel_lines import cancel_lines
from throughline.modules.sales.operations.confirm_orders import confirm_orders
from throughline.modules.sales.operations.quote_orders import QuoteInput, change_quote, lose_quotes, quote_orders
from throughline.modules.sales.operations.recheck_quotes import recheck_quotes
from throughline.modules.sales.operations.report_moved_promises import report_moved_promises
from throughline.modules.sales.operations.settle_orders import settle_orders
from throughline.modules.sales.operations.substitute_lines import SubstitutionInput, substitute_lines
from throughline.modules.sales.operations.withdraw_amendments import withdraw_amendments
from throughline.modules.sales.policies import DISCOUNT_LIMIT, MARGIN_FLOOR, RANKING, SUPPLY, TRANSPORT
from throughline.modules.sales.queries.orders import (
    OrderFacts,
    OrderLineFacts,
    lines_by_id,
    lines_of,
    list_orders,
    order_of_thread,
    orders,
    orders_of_threads,
    promise_changes,
)
from throughline.modules.sales.queries.used import items_on_orders, parties_with_orders

__all__ = [
    "DISCOUNT_LIMIT",
    "MARGIN_FLOOR",
    "RANKING",
    "SUPPLY",
    "TRANSPORT",
    "AmendmentInput",
    "LineAmendment",
    "LineInput",
    "OrderFacts",
    "OrderLineFacts",
    "OrdersAmended",
    "OrdersConfirmed",
    "OrdersCut",
    "OrdersHeld",
    "QuoteInput",
    "SubstitutionInput",
    "amend_orders",
    "apply_amendments",
    "cancel_lines",
    "change_quote",
    "confirm_orders",
    "items_on_orders",
    "lines_by_id",
    "lines_of",
    "list_orders",
    "lose_quotes",
    "order_of_thread",
    "orders",
    "orders_of_threads",
    "parties_with_orders",
    "promise_changes",
    "quote_orders",
    "recheck_quotes",
    "report_moved_promises",
    "settle_orders",
    "substitute_lines",
    "withdraw_amendments",
]
