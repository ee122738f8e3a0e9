"""Entering and changing a quote: lines are priced while they are typed, with margin, promise and credit beside."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices, sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.kernel.money import ZERO
from throughline.modules.parties.public import customers
from throughline.modules.sales.public import QuoteInput, change_quote, quote_orders
from throughline.modules.sales.queries.orders import lines_of, orders
from throughline.modules.sales.ui.carriers import as_policy_says
from throughline.modules.sales.ui.entry import (
    DISCOUNT,
    ITEM,
    PRICE,
    QUANTITY,
    STANDS_FOR,
    UNIT,
    WANTED,
    line_of,
    stands_for,
)
from throughline.modules.sales.ui.quote_preview import ahead
from throughline.modules.sales.ui.words import services
from throughline.platform.operations import Ctx, Outcome, Versioned
from throughline.platform.ui import Done, Field, OperationForm, record_url, typed_lines


def _services(ctx: Ctx) -> list[tuple[str, str]]:
    return [("", "As the customer"), *services(ctx)]


DELIVERY = [("", "As the customer"), ("yes", "All together"), ("no", "As it comes")]
FIELDS = [
    Field("party_id", "Customer", "lookup", lookup="customers", required=True, width=236),
    Field("ship_to_id", "Ship to", "lookup", lookup="ship-tos", depends=["party_id"], width=270),
    Field("customer_po", "Customer PO", width=130),
    Field("requested_on", "Requested", "date", required=True, width=150),
    Field("service_class", "Service class", "select", choices=_services, width=160),
    Field("carrier_service", "Carrier", "select", choices=as_policy_says, width=180),
    Field("ship_complete", "Delivery", "select", choices=DELIVERY, width=160),
    Field("site_id", "From site", "select", required=True, choices=site_choices, width=140),
    typed_lines(
        STANDS_FOR,
        ITEM,
        QUANTITY,
        UNIT,
        Field("price", "Price", "shown"),
        PRICE,
        DISCOUNT,
        WANTED,
        Field("net", "Net", "shown"),
        Field("margin", "Margin", "shown"),
        Field("promise", "Promise", "shown", width=-1),
        required=True,
    ),
]


def input_of(values: Mapping[str, Any]) -> QuoteInput:
    """Turn the parsed form into what the operation takes."""
    lines = [line_of(one) for one in values.get("lines") or []]
    return QuoteInput(
        party_id=values["party_id"],
        site_id=int(values["site_id"]),
        lines=lines,
        requested_on=values.get("requested_on"),
        customer_po=values.get("customer_po") or "",
        ship_to_id=values.get("ship_to_id"),
        service_class=values.get("service_class") or "",
        ship_complete={"yes": True, "no": False}.get(values.get("ship_complete") or ""),
        carrier_service=values.get("carrier_service") or "",
    )


def _quote(ctx: Ctx, *, quote: QuoteInput) -> Outcome:
    return quote_orders(ctx, quotes=[quote]).only()


def _change(ctx: Ctx, *, order: Versioned, quote: QuoteInput) -> int:
    return change_quote(ctx, order=order, quote=quote)


def _begin(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    first = next(iter(sites(ctx)), None)
    begun: dict[str, Any] = {"requested_on": ctx.today, "site_id": str(first) if first else "", "lines": []}
    if is_id(query.get("copy", "")):
        return {**begun, **_copied(ctx, int(query["copy"]))}
    if is_id(query.get("party_id", "")):
        begun["party_id"] = next(iter(customers(ctx, [int(query["party_id"])])), None)
    return begun


def _copied(ctx: Ctx, number: int) -> Mapping[str, Any]:
    """Fill a new quote from an order: for whom, where to, and what is not cancelled of it; prices are found anew."""
    order = orders(ctx, [number]).get(number)
    if order is None:
        raise NotFound("order_unknown", f"There is no order {number}.", order=number)
    lines = [
        {
            "item_id": line.item_id,
            "quantity": ((line.quantity_stock - line.cancelled) / line.unit_factor).quantize(STEP).normalize() + ZERO,
            "unit": line.unit,
        }
        for line in lines_of(ctx, [number])
        if line.quantity_stock > line.cancelled
    ]
    return {
        "party_id": order.party_id,
        "ship_to_id": order.ship_to_id,
        "service_class": order.service_class,
        "carrier_service": order.carrier_service if order.carrier_by_hand else "",
        "ship_complete": "yes" if order.ship_complete else "no",
        "site_id": str(order.site_id),
        "lines": lines,
    }


STEP = Decimal("0.000001")

NEW = OperationForm(
    slug="quotes/new",
    title="New quote",
    text="A quote claims nothing; confirming promises and bills.",
    operation=_quote,
    calls="sales.quote_orders",
    permission="sales.order.quote",
    submit_label="Save quote",
    parent="quotes",
    fields=FIELDS,
    initial=_begin,
    preview=ahead,
    arguments=lambda ctx, values: {"quote": input_of(values)},
    on_done=lambda ctx, outcome, values: Done(record_url("orders", outcome.document)),
)


def _stored(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    """Fill the form from the quote; a price that would pass is set where the address brings one."""
    number = int(query["order"]) if is_id(query.get("order", "")) else 0
    order = orders(ctx, [number]).get(number)
    if order is None:
        raise NotFound("order_unknown", f"There is no order {number}.", order=number)
    lines = []
    for line in lines_of(ctx, [number]):
        passing = Decimal(query["price"]) if query.get("line") == str(line.line_no) and query.get("price") else None
        own = line.entered_price if line.price_source == "manual" else None
        lines.append(
            {
                "item_id": line.item_id,
                "stands_for": stands_for(line.ordered_item_id, line.item_id) if line.ordered_item_id else "",
                "quantity": line.quantity,
                "unit": line.unit,
                "unit_price": passing if passing is not None else own,
                "discount_percent": None if passing is not None else line.discount_percent or None,
                "requested_on": line.requested_on if line.requested_on != order.requested_on else None,
            }
        )
    return {
        "order": number,
        "version": order.version,
        "party_id": order.party_id,
        "ship_to_id": order.ship_to_id,
        "customer_po": order.customer_po,
        "requested_on": order.requested_on,
        "service_class": order.service_class,
        "carrier_service": order.carrier_service if order.carrier_by_hand else "",
        "ship_complete": "yes" if order.ship_complete else "no",
        "site_id": str(order.site_id),
        "lines": lines,
    }


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    order = orders(ctx, [values.get("order") or 0]).get(values.get("order") or 0)
    return f"Change quote {order.number}" if order else "Change quote"


CHANGE = OperationForm(
    slug="quotes/change",
    title=_title,
    text="Lines are priced anew; approvals of what changes no longer count.",
    operation=_change,
    calls="sales.change_quote",
    permission="sales.order.quote",
    submit_label="Save quote",
    parent="quotes",
    fields=[
        Field("order", kind="hidden", parse=int, required=True),
        Field("version", kind="hidden", parse=int),
        *FIELDS,
    ],
    initial=_stored,
    preview=ahead,
    arguments=lambda ctx, values: {
        "order": Versioned(values["order"], values.get("version")),
        "quote": input_of(values),
    },
    on_done=lambda ctx, number, values: Done(record_url("orders", number)),
)
