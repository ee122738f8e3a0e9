"""Orders and their lines, for screens and for the modules above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx, reading


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order with its derived progress."""

    id: int
    number: str
    thread_id: int
    state: str
    is_held: bool
    party_id: int
    ship_to_id: int | None
    site_id: int
    customer_po: str
    service_class: str
    ship_complete: bool
    currency: str
    requested_on: date
    promised_on: date | None
    net: Decimal
    gross: Decimal
    quoted_at: datetime
    quoted_by: int
    confirmed_at: datetime | None
    closed_reason: str
    version: int
    net_allocated: Decimal
    net_picked: Decimal
    net_shipped: Decimal
    net_delivered: Decimal
    net_billed: Decimal
    carrier_service_id: int | None
    carrier_why: dict[str, Any]
    carrier_service: str | None
    carrier: str | None

    @property
    def carrier_by_hand(self) -> bool:
        """Say whether a person chose the carrier service, and not policy."""
        return "chosen_by" in self.carrier_why


ORDER_SQL = """SELECT id, number, thread_id, state, is_held, party_id, ship_to_id, site_id, customer_po, service_class,
    ship_complete, currency, requested_on, promised_on, net, gross, quoted_at, quoted_by, confirmed_at, closed_reason,
    version, net_allocated, net_picked, net_shipped, net_delivered, net_billed, carrier_service_id,
    carrier_why, (SELECT s.code FROM parties_carrier_service s WHERE s.id = carrier_service_id),
    (SELECT s.carrier || ', ' || s.name FROM parties_carrier_service s WHERE s.id = carrier_service_id)
    FROM sales_order WHERE company_id = %s AND {}"""


def orders(ctx: Ctx, ids: Iterable[int]) -> dict[int, OrderFacts]:
    """Give orders by id."""
    found = select(OrderFacts, ORDER_SQL.format("id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {order.id: order for order in found}


def order_of_thread(ctx: Ctx, thread_id: int) -> OrderFacts | None:
    """Give the order at the root of a thread."""
    found = select(OrderFacts, ORDER_SQL.format("thread_id = %s ORDER BY id LIMIT 1"), [ctx.company_id, thread_id])
    return found[0] if found else None


def orders_of_threads(ctx: Ctx, thread_ids: Sequence[int]) -> list[int]:
    """Give the orders at the roots of threads."""
    with reading(ctx):
        found = rows(
            "SELECT id FROM sales_order WHERE company_id = %s AND thread_id = ANY(%s) ORDER BY id",
            [ctx.company_id, list(thread_ids)],
        )
    return [row[0] for row in found]


def list_orders(
    ctx: Ctx,
    *,
    states: Sequence[str] | None = None,
    party_id: int | None = None,
    site_id: int | None = None,
    held: bool | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[OrderFacts]:
    """List orders, newest first, a page at a time by key."""
    conditions, values = ["true"], list[Any]()
    for condition, value in (
        ("state = ANY(%s)", list(states) if states else None),
        ("party_id = %s", party_id),
        ("site_id = %s", site_id),
        ("is_held = %s", held),
        ("id < %s", before_id),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    sql = ORDER_SQL.format(" AND ".join(conditions) + " ORDER BY id DESC LIMIT %s")
    return select(OrderFacts, sql, [ctx.company_id, *values, limit])


@dataclass(frozen=True, slots=True)
class OrderLineFacts:
    """A line of an order; quantities in stock units but for `quantity`, which counts `unit`."""

    id: int
    order_id: int
    line_no: int
    item_id: int
    item_code: str
    description: str
    is_stocked: bool
    quantity: Decimal
    unit: str
    unit_factor: Decimal
    quantity_stock: Decimal
    cancelled: Decimal
    list_price: Decimal | None
    base_price: Decimal | None
    discount_percent: Decimal
    unit_price: Decimal | None
    price_source: str
    price_why: dict[str, Any]
    unit_cost: Decimal | None
    net: Decimal
    gross: Decimal
    tax_category: str
    requested_on: date
    promised_original: date | None
    promised: date | None
    ordered_item_id: int | None
    ordered_item_code: str

    @property
    def entered_price(self) -> Decimal | None:
        """The price before the line's discount: the one entered by hand, or the one found."""
        if self.unit_price is None or self.discount_percent == 100:
            return self.base_price
        return self.unit_price * 100 / (100 - self.discount_percent)


_LINE = """SELECT id, order_id, line_no, item_id, item_code, description, is_stocked, quantity, unit, unit_factor,
    quantity_stock, quantity_cancelled, list_price, base_price, discount_percent, unit_price, price_source, price_why,
    unit_cost, net, gross, tax_category, requested_on, promised_original, promised,
    ordered_item_id, ordered_item_code
    FROM sales_order_line WHERE company_id = %s AND {} ORDER BY order_id, line_no"""


def lines_of(ctx: Ctx, order_ids: Iterable[int]) -> list[OrderLineFacts]:
    """Give the lines of orders."""
    return select(OrderLineFacts, _LINE.format("order_id = ANY(%s)"), [ctx.company_id, list(order_ids)])


def lines_by_id(ctx: Ctx, ids: Sequence[int]) -> dict[int, OrderLineFacts]:
    """Give order lines by id."""
    found = select(OrderLineFacts, _LINE.format("id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {line.id: line for line in found}


def promise_changes(ctx: Ctx, line_ids: Sequence[int]) -> list[tuple[int, date | None, date | None, str, datetime]]:
    """Give the history of promised dates: line, before, after, reason, moment."""
    return rows(
        """SELECT line_id, before, after, reason, at FROM sales_promise_change
           WHERE company_id = %s AND line_id = ANY(%s) ORDER BY id""",
        [ctx.company_id, list(line_ids)],
    )


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """A change of an order: how it stands, why, what it changes (what, before, after), and who asked when."""

    id: int
    order_id: int
    state: str
    reason: str
    changes: list[dict[str, str]]
    net_before: Decimal
    net_after: Decimal
    asked_at: datetime
    asked_by: int
    ended_at: datetime | None


def amendments_of(ctx: Ctx, order_ids: Iterable[int]) -> list[AmendmentFacts]:
    """Give the amendments of orders, oldest first."""
    return select(
        AmendmentFacts,
        """SELECT id, order_id, state, reason, changes, net_before, net_after, asked_at, asked_by, ended_at
           FROM sales_amendment WHERE company_id = %s AND order_id = ANY(%s) ORDER BY id""",
        [ctx.company_id, list(order_ids)],
    )


def numbers_of(ids: Iterable[int]) -> dict[int, str]:
    """Give the numbers of orders by id, of the company that row security shows."""
    return dict(rows("SELECT id, number FROM sales_order WHERE id = ANY(%s)", [list(ids)]))


def parties_of(ids: Iterable[int], *, lines: bool = False) -> dict[int, int]:
    """Give the customer of orders by id, or by the id of a line of theirs."""
    if not lines:
        return dict(rows("SELECT id, party_id FROM sales_order WHERE id = ANY(%s)", [list(ids)]))
    return dict(
        rows(
            """SELECT l.id, o.party_id FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id
               WHERE l.id = ANY(%s)""",
            [list(ids)],
        )
    )


def lines_by_refs(ids: Iterable[int]) -> dict[int, tuple[int, str, int]]:
    """Give order, its number and the line's place by line id, of the company that row security shows."""
    found = rows(
        """SELECT l.id, o.id, o.number, l.line_no FROM sales_order_line l JOIN sales_order o ON o.id = l.order_id
           WHERE l.id = ANY(%s)""",
        [list(ids)],
    )
    return {line: (order, number, place) for line, order, number, place in found}
