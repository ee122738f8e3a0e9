"""Locking orders by key; lines change only while their order is locked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LockedOrder:
    """An order as locked, with what the carrier service that takes it says: its name, its cut-off, its days."""

    id: int
    number: str
    thread_id: int
    state: str
    is_held: bool
    party_id: int
    ship_to_id: int | None
    site_id: int
    customer_po: str
    channel: str
    service_class: str
    ship_complete: bool
    currency: str
    requested_on: date
    net: Decimal
    gross: Decimal
    quoted_by: int
    version: int
    carrier_service_id: int | None
    carrier_why: dict[str, Any]
    carrier: str | None
    cut_off: time | None
    transit_days: int | None


def one_of(orders: Mapping[int, LockedOrder], number: int) -> LockedOrder:
    """Give an order of those that were locked, or refuse what is not there."""
    if number not in orders:
        raise NotFound("order_unknown", f"There is no order {number}.", field="orders", order=number)
    return orders[number]


def named(orders: Mapping[int, LockedOrder], number: int) -> tuple[int, str]:
    """Give an order and the label under which an outcome tells of it, also where it is not there."""
    return number, orders[number].number if number in orders else f"order {number}"


@dataclass(frozen=True, slots=True)
class LockedLine:
    """A line of a locked order."""

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
    discount_percent: Decimal
    base_price: Decimal | None
    unit_price: Decimal | None
    net: Decimal
    gross: Decimal
    tax_category: str
    requested_on: date
    promised_original: date | None
    promised: date | None
    first_pass: Decimal | None
    price_source: str
    ordered_item_id: int | None
    ordered_item_code: str

    @property
    def wanted(self) -> Decimal:
        """What is ordered and not cancelled, in stock units."""
        return self.quantity_stock - self.cancelled

    @property
    def entered_price(self) -> Decimal | None:
        """The price before the line's discount."""
        if self.unit_price is None or self.discount_percent == 100:
            return self.base_price
        return self.unit_price * 100 / (100 - self.discount_percent)

    def content(self) -> list[Any]:
        """Give what an approval is bound to."""
        return [self.line_no, self.item_id, self.quantity_stock, self.unit_price, self.discount_percent]


_ORDER = """SELECT o.id, o.number, o.thread_id, o.state, o.is_held, o.party_id, o.ship_to_id, o.site_id, o.customer_po,
        o.channel, o.service_class, o.ship_complete, o.currency, o.requested_on, o.net, o.gross, o.quoted_by, o.version,
        o.carrier_service_id, o.carrier_why, s.code, s.cut_off, s.transit_days
    FROM sales_order o LEFT JOIN parties_carrier_service s ON s.id = o.carrier_service_id
    WHERE o.company_id = %s AND {} ORDER BY o.id FOR NO KEY UPDATE OF o"""


def orders(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedOrder]:
    """Lock orders by id; those that are not there are left out."""
    found = select(
        LockedOrder,
        _ORDER.format("o.id = ANY(%s)"),
        [ctx.company_id, sorted(set(ids))],
    )
    return {order.id: order for order in found}


_LINE = """SELECT id, order_id, line_no, item_id, item_code, description, is_stocked, quantity, unit, unit_factor,
    quantity_stock, quantity_cancelled, discount_percent, base_price, unit_price, net, gross, tax_category,
    requested_on, promised_original, promised, first_pass, price_source, ordered_item_id, ordered_item_code
    FROM sales_order_line WHERE company_id = %s AND {} ORDER BY order_id, line_no"""


def lines_of(ctx: Ctx, order_ids: Sequence[int]) -> dict[int, list[LockedLine]]:
    """Give the lines of locked orders, by order."""
    by_order: dict[int, list[LockedLine]] = {number: [] for number in order_ids}
    for line in select(LockedLine, _LINE.format("order_id = ANY(%s)"), [ctx.company_id, list(order_ids)]):
        by_order[line.order_id].append(line)
    return by_order


def orders_of_lines(ctx: Ctx, line_ids: Sequence[int]) -> dict[int, LockedOrder]:
    """Lock the orders that lines belong to."""
    found = select(
        LockedOrder,
        _ORDER.format("o.id IN (SELECT order_id FROM sales_order_line WHERE company_id = %s AND id = ANY(%s))"),
        [ctx.company_id, ctx.company_id, list(line_ids)],
    )
    return {order.id: order for order in found}
