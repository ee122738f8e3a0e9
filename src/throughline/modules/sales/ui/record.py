"""An order on one page: what stops it, its line, its lines, what happened and its documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.governance.public import SiteFacts, names_of, sites
from throughline.kernel.errors import NotFound
from throughline.kernel.money import ZERO
from throughline.modules.inventory.public import PromiseFacts, promises_of
from throughline.modules.parties.public import AddressFacts, CustomerFacts, addresses, customers
from throughline.modules.sales.permissions import READ, sees_costs
from throughline.modules.sales.queries.orders import orders
from throughline.modules.sales.ui.actions import actions_of
from throughline.modules.sales.ui.data import OrderData, order_data
from throughline.modules.sales.ui.findings import findings_of
from throughline.modules.sales.ui.happened import documents_of, happened_on
from throughline.modules.sales.ui.progress import LineProgress, Measure, Progress, gather
from throughline.modules.sales.ui.status import line_now, now_of
from throughline.modules.sales.ui.thread import line_of
from throughline.modules.sales.ui.words import STATION_OF_STAGE, service
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    STATIONS,
    Column,
    Fact,
    Findings,
    Grid,
    Item,
    Measured,
    Part,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    Two,
    octagon,
    record_url,
    why_url,
)
from throughline.platform.ui.formats import MISSING, money


@dataclass(frozen=True, slots=True)
class Shown:
    """An order with what the page needs beside it."""

    ctx: Ctx
    progress: Progress
    customer: CustomerFacts
    site: SiteFacts
    ship_to: AddressFacts | None
    pieces: list[PromiseFacts]

    @property
    def number(self) -> str:
        """The order's number."""
        return self.progress.order.number


def load(ctx: Ctx, id: int) -> Shown:
    """Read an order with everything that hangs on it."""
    found = orders(ctx, [id])
    if id not in found:
        raise NotFound("order_unknown", f"There is no order {id}.", order=id)
    order = found[id]
    progress = gather(ctx, [order])[id]
    (customer,) = customers(ctx, [order.party_id]).values()
    waiting = [one.demand.id for one in progress.lines if one.demand and one.demand.open > 0]
    return Shown(
        ctx,
        progress,
        customer,
        sites(ctx)[order.site_id],
        addresses([order.ship_to_id]).get(order.ship_to_id) if order.ship_to_id else None,
        promises_of(ctx, waiting) if waiting else [],
    )


def _subtitle(shown: Shown) -> list[str | Part]:
    order, place = shown.progress.order, shown.ship_to
    return [
        Part(order.number, code=True),
        f"Customer PO {order.customer_po}" if order.customer_po else "",
        f"{place.city}, {place.name}" if place else "",
        f"from {shown.site.name}",
        f"thread T-{order.thread_id}",
    ]


def _status(shown: Shown) -> Status:
    if shown.progress.holds:
        return octagon(f"Held at {STATIONS[STATION_OF_STAGE.get(shown.progress.holds[0].stage, 1)]}")
    return now_of(shown.progress, shown.ctx.today)


def _margin(progress: Progress) -> Decimal | None:
    """Give the margin of the goods whose cost was frozen at confirmation, as a share of their net amount."""
    known = [one for one in progress.goods if one.line.unit_cost is not None and one.line.net > 0]
    net = sum((one.line.net for one in known), ZERO)
    cost = sum(((one.line.unit_cost or ZERO) * one.line.quantity_stock for one in known), ZERO)
    return (net - cost) / net if net else None


def _facts(ctx: Ctx, shown: Shown) -> list[Fact]:
    order, progress = shown.progress.order, shown.progress
    originals = [one.line.promised_original for one in progress.lines if one.line.promised_original]
    margin = _margin(progress) if sees_costs(ctx) else None
    expected = progress.expected_on
    days = (expected - order.promised_on).days if expected and order.promised_on else 0
    first = progress.lines[0].line.id if progress.lines else 0
    return [
        Fact(
            "Net total",
            progress.total if order.state != "cancelled" else order.net,
            "money",
            unit=order.currency,
            large=True,
        ),
        Fact("Service class", service(order.service_class)),
        *(
            [Fact("Carrier", order.carrier or MISSING, why=why_url("order-carrier", order.id))]
            if order.carrier_why
            else []
        ),
        Fact("Terms", shown.customer.terms_name, desk=True),
        *([Fact("Margin", margin, "percent", desk=True)] if margin is not None else []),
        Fact("Requested", order.requested_on, "date", rule=True),
        Fact("First promise", max(originals, default=None), "date"),
        Fact("Promised", order.promised_on, "date", why=why_url("order-promise", first) if originals else None),
        Fact(
            "Expected",
            expected,
            "date",
            tone="warn" if days > 0 else "plain",
            note=f"late by {days} d" if days > 0 else "",
        ),
    ]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the order as the grid shows it."""

    id: int
    no: int
    item: Item
    ordered: Measured
    price: Any
    net: Decimal
    promised: Any
    allocated: Measured | None
    picked: Measured | None
    shipped: Measured | None
    delivered: Measured | None
    billed: Measured
    waived: Measured | None
    now: Status
    is_stocked: bool


def _row(one: LineProgress, shown: Shown) -> LineRow:
    line = one.line

    def at(quantity: Decimal) -> Measured:
        return Measured((quantity / line.unit_factor).quantize(Decimal("0.01")).normalize(), share=one.share(quantity))

    goods = line.is_stocked
    return LineRow(
        line.id,
        line.line_no,
        Item(line.item_code, line.description, record_url("items", line.item_id)),
        Measured(line.quantity - line.cancelled / line.unit_factor, line.unit),
        line.unit_price,
        one.net(one.wanted),
        line.promised,
        at(one.allocated) if goods else None,
        at(one.picked) if goods else None,
        at(one.gone) if goods else None,
        at(one.delivered) if goods else None,
        at(one.billed),
        at(one.waived) if one.waived else None,
        line_now(one, shown.progress, shown.ctx.today),
        goods,
    )


def _why_allocated(row: LineRow) -> str | None:
    return why_url("order-allocation", row.id) if row.allocated and row.allocated.amount else None


COLUMNS = [
    Column("no", "#", dim=True),
    Column("item", "Item", "item", priority=1),
    Column("ordered", "Ordered", "quantity", priority=2),
    Column("price", "Price", "price", why=lambda row: why_url("order-price", row.id)),
    Column("net", "Net", "money", priority=2),
    Column("promised", "Promised", "date", why=lambda row: why_url("order-promise", row.id), priority=2),
    Column("allocated", "Allocated", "quantity", why=_why_allocated),
    Column("picked", "Picked", "quantity"),
    Column("shipped", "Shipped", "quantity"),
    Column("delivered", "Delivered", "quantity"),
    Column("billed", "Billed", "quantity"),
    Column("waived", "Never billed", "quantity"),
    Column("now", "Now", "status", priority=2),
]


def _sections(ctx: Ctx, shown: Shown) -> Sequence[Section]:
    progress = shown.progress
    rows = [_row(one, shown) for one in progress.lines]
    foot: dict[str, Any] = {"item": f"Total, {progress.order.currency}", "net": progress.total}
    if progress.order.state in ("confirmed", "closed"):
        sums: dict[str, Measure] = {
            "allocated": "allocated", "picked": "picked", "shipped": "gone", "delivered": "delivered",
        }  # fmt: skip
        foot |= {column: money(amount) for column, of in sums.items() if (amount := progress.amount(of))}
        foot |= {"billed": money(progress.billed)} if progress.billed else {}
        foot |= {"waived": money(progress.waived)} if progress.waived else {}
    columns = COLUMNS if progress.waived else [one for one in COLUMNS if one.name != "waived"]
    findings = findings_of(ctx, progress)
    people = names_of(_people(progress))
    return [
        ThroughlineSection(line_of(progress, ctx.today, shown.pieces)),
        *([Findings(findings)] if findings else []),
        Grid("Lines", rows, columns, foot=foot),
        Two(happened_on(ctx, progress, people), documents_of(ctx, progress, shown.pieces, ctx.today)),
    ]


def _people(progress: Progress) -> set[int]:
    return {progress.order.quoted_by, *(hold.placed_by for hold in progress.holds)}


def _data(ctx: Ctx, shown: Shown) -> OrderData:
    return order_data(ctx, shown.progress, (shown.customer.code, shown.customer.name), shown.site.code)


RECORD = RecordScreen(
    subject=Subject(
        "sales.order",
        (
            Kept("sales_order"),
            Kept(
                "sales_order_line",
                "order_id",
                "Line",
                "line_no",
                {"unit_cost": sees_costs},
            ),
        ),
    ),
    slug="orders",
    parent="orders",
    permission=READ,
    load=load,
    title="customer.name",
    code="number",
    subtitle=_subtitle,
    status=_status,
    facts=_facts,
    actions=lambda ctx, shown: actions_of(ctx, shown.progress),
    sections=_sections,
    data=_data,
)
