"""How far orders are, gathered from the ledgers of everyone on the line: a constant number of questions for any set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from throughline.governance.public import ExceptionFacts, HoldFacts, exceptions_of_threads, holds_of_threads
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import Closed, ThreadInvoice, closed_of, invoices_of_threads
from throughline.modules.inventory.public import DemandFacts, demands_of
from throughline.modules.logistics.public import (
    ShipmentFacts,
    ShipmentLineFacts,
    arrived_of,
    lines_for,
    shipments_of,
)
from throughline.modules.sales.queries.orders import OrderFacts, OrderLineFacts, lines_of
from throughline.modules.sales.queries.sums import Sums, sums_of
from throughline.modules.settlement.public import OpenItemFacts, open_items_for
from throughline.platform.operations import Ctx
from throughline.platform.ui import Flag
from throughline.platform.ui.slots import thread_flags

LINE = "sales.order_line"
INVOICE = "billing.invoice"
NO_BILL = Closed(ZERO, ZERO, ZERO)
#: What is measured at the stations, by the names of `Sums`.
Measure = Literal["allocated", "picked", "gone", "delivered", "backorder"]


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How far one line is, in stock units; `share` gives a quantity as part of what is still wanted."""

    line: OrderLineFacts
    demand: DemandFacts | None
    delivered: Decimal
    bills: Closed

    @property
    def wanted(self) -> Decimal:
        """What was ordered and is not cancelled."""
        return self.line.quantity_stock - self.line.cancelled

    @property
    def billed(self) -> Decimal:
        """What is billed, credits not taken off."""
        return self.bills.billed

    @property
    def waived(self) -> Decimal:
        """What was earned and given up."""
        return self.bills.waived

    @property
    def closed(self) -> Decimal:
        """What waits for no bill any more."""
        return min(self.bills.whole, self.wanted)

    @property
    def gone(self) -> Decimal:
        """What has left."""
        return self.demand.issued if self.demand else ZERO

    @property
    def allocated(self) -> Decimal:
        """What was ever allocated and still counts: claimed now, or gone."""
        return (self.demand.allocated if self.demand else ZERO) + self.gone

    @property
    def picked(self) -> Decimal:
        """What is picked now, or gone; goods of a cancelled part that wait for their put-back do not count."""
        return min((self.demand.picked if self.demand else ZERO) + self.gone, self.allocated)

    @property
    def backorder(self) -> Decimal:
        """What stock does not cover: pegged to arrivals, or to nothing yet."""
        return self.demand.open - self.demand.promised if self.demand else ZERO

    def net(self, quantity: Decimal) -> Decimal:
        """Give the net amount of a part of the line."""
        if quantity == self.line.quantity_stock:
            return self.line.net
        return self.line.net * quantity / self.line.quantity_stock

    def share(self, quantity: Decimal) -> float:
        """Give a quantity as a share of what is wanted."""
        return float(min(Decimal(1), quantity / self.wanted)) if self.wanted > 0 else 0.0


@dataclass(slots=True)
class Progress:
    """One order with everything that its line, its status and its sentence are made of.

    In a list it comes with its sums alone, and without lines and shipments.
    `holds` stop it; `asked` are what keeps an amendment waiting, which stops nothing of the order as it is.
    """

    order: OrderFacts
    lines: list[LineProgress] = field(default_factory=list)
    holds: list[HoldFacts] = field(default_factory=list)
    asked: list[HoldFacts] = field(default_factory=list)
    exceptions: list[ExceptionFacts] = field(default_factory=list)
    invoices: list[ThreadInvoice] = field(default_factory=list)
    items: dict[int, OpenItemFacts] = field(default_factory=dict)
    shipments: list[ShipmentFacts] = field(default_factory=list)
    shipment_lines: list[ShipmentLineFacts] = field(default_factory=list)
    flags: list[tuple[int, Flag]] = field(default_factory=list)
    summed: Sums | None = None

    @property
    def sums(self) -> Sums:
        """What the order comes to at each station: as the ledgers sum it, else from its lines."""
        if self.summed is None:
            self.summed = _sum_up(self)
        return self.summed

    @property
    def goods(self) -> list[LineProgress]:
        """The lines that are goods; services count from billing on."""
        return [one for one in self.lines if one.line.is_stocked]

    @property
    def has_goods(self) -> bool:
        """Say whether any line is goods."""
        return self.sums.goods > 0

    @property
    def total(self) -> Decimal:
        """The net amount of what is not cancelled."""
        return self.sums.total

    @property
    def goods_total(self) -> Decimal:
        """The net amount of the goods that are not cancelled."""
        return self.sums.goods_total

    def amount(self, of: Measure) -> Decimal:
        """Give the net amount of one measure over the goods."""
        found: Decimal = getattr(self.sums, of)
        return found

    @property
    def billed(self) -> Decimal:
        """The net amount billed, credit notes not taken off."""
        return self.sums.billed

    @property
    def waived(self) -> Decimal:
        """The net amount that was earned and will never be billed."""
        return self.sums.waived

    @property
    def closed(self) -> Decimal:
        """The net amount that waits for no bill any more: billed, waived, or taken back before either."""
        return self.sums.closed

    @property
    def paid(self) -> Decimal:
        """The part of what is billed that is settled, in the proportion of each document."""
        sum_paid = ZERO
        for invoice in self.invoices:
            item = self.items.get(invoice.invoice_id)
            if item is not None and item.amount and invoice.kind == "invoice":
                sum_paid += invoice.net * (item.amount - item.balance) / item.amount
        return min(sum_paid, self.billed)

    @property
    def due_on(self) -> date | None:
        """The first day on which something that is billed and open falls due."""
        days = [item.due_on for item in self.items.values() if item.balance > 0]
        return min(days, default=None)

    @property
    def expected_on(self) -> date | None:
        """The live date: when it arrived, else the promised one unless what is open can only leave later."""
        if self.order.state not in ("confirmed", "closed"):
            return None
        sums = self.sums
        if sums.goods and sums.gone >= sums.goods_total and not sums.on_the_way:
            return sums.arrived_at.date() if sums.arrived_at else None
        if sums.dated_lines < sums.open_lines:
            return None
        known = [day for day in (sums.expected_on, self.order.promised_on) if day is not None]
        return max(known, default=None)


def _sum_up(progress: Progress) -> Sums:
    """Sum the lines of an order, as `queries.sums` does where they are not read."""
    goods = progress.goods
    waiting = [one.demand for one in goods if one.demand and one.demand.open > 0]
    known = [demand.expected_on for demand in waiting if demand.expected_on is not None]
    arrived = [shipment.delivered_at for shipment in progress.shipments]

    def net(of: str, lines: Sequence[LineProgress] = goods) -> Decimal:
        return sum((one.net(getattr(one, of)) for one in lines), ZERO)

    return Sums(
        order_id=progress.order.id,
        goods=len(goods),
        total=net("wanted", progress.lines),
        goods_total=net("wanted"),
        allocated=net("allocated"),
        picked=net("picked"),
        gone=net("gone"),
        delivered=net("delivered"),
        backorder=net("backorder"),
        billed=net("billed", progress.lines),
        waived=net("waived", progress.lines),
        closed=net("closed", progress.lines),
        open_lines=len(waiting),
        dated_lines=len(known),
        expected_on=max(known, default=None),
        arrived_at=max((at for at in arrived if at is not None), default=None),
        on_the_way=any(shipment.state == "dispatched" for shipment in progress.shipments),
        back=sum((line.back for line in progress.shipment_lines), ZERO),
        lost=sum((line.lost for line in progress.shipment_lines), ZERO),
    )


def gather_sums(ctx: Ctx, orders: Sequence[OrderFacts]) -> dict[int, Progress]:
    """Gather what a list tells of orders, by order: their sums, not their lines; seven statements for any set."""
    summed = sums_of(ctx, [order.id for order in orders])
    found = {order.id: Progress(order, summed=summed.get(order.id)) for order in orders}
    by_thread = {order.thread_id: found[order.id] for order in orders}
    _add_trouble(ctx, by_thread)
    _add_money(ctx, by_thread)
    _add_flags(ctx, by_thread)
    return found


def gather(ctx: Ctx, orders: Sequence[OrderFacts]) -> dict[int, Progress]:
    """Gather the progress of orders, by order; ten statements, however many orders."""
    found = {order.id: Progress(order) for order in orders}
    by_thread = {order.thread_id: found[order.id] for order in orders}
    lines = lines_of(ctx, found)
    refs = [line.id for line in lines]
    demands, arrived, closed = (
        demands_of(ctx, LINE, refs),
        arrived_of(ctx, LINE, refs),
        closed_of(ctx, LINE, refs),
    )
    for line in lines:
        accepted = arrived[line.id].accepted if line.id in arrived else ZERO
        one = LineProgress(line, demands.get(line.id), accepted, closed.get(line.id, NO_BILL))
        found[line.order_id].lines.append(one)
    _add_trouble(ctx, by_thread)
    _add_money(ctx, by_thread)
    _add_flags(ctx, by_thread)
    _add_shipments(ctx, by_thread, {line.id: line.order_id for line in lines}, found)
    return found


def _add_trouble(ctx: Ctx, by_thread: Mapping[int, Progress]) -> None:
    for hold in holds_of_threads(ctx, by_thread):
        thread = hold.thread_id if hold.thread_id is not None else hold.subject_id
        if thread in by_thread:
            progress = by_thread[thread]
            (progress.asked if hold.stage == "amend" else progress.holds).append(hold)
    for found in exceptions_of_threads(ctx, by_thread):
        if found.thread_id is not None and found.thread_id in by_thread:
            by_thread[found.thread_id].exceptions.append(found)


def _add_money(ctx: Ctx, by_thread: Mapping[int, Progress]) -> None:
    invoices = invoices_of_threads(ctx, by_thread)
    items = open_items_for(ctx, INVOICE, [invoice.invoice_id for invoice in invoices])
    for invoice in invoices:
        progress = by_thread[invoice.thread_id]
        progress.invoices.append(invoice)
        if invoice.invoice_id in items:
            progress.items[invoice.invoice_id] = items[invoice.invoice_id]


def _add_flags(ctx: Ctx, by_thread: Mapping[int, Progress]) -> None:
    for answer in thread_flags.answers():
        for thread, flags in answer(ctx, list(by_thread)).items():
            by_thread[thread].flags += flags


def _add_shipments(
    ctx: Ctx, by_thread: Mapping[int, Progress], order_of: Mapping[int, int], found: Mapping[int, Progress]
) -> None:
    shipments = {shipment.id: shipment for shipment in shipments_of(ctx, list(by_thread))}
    for line in lines_for(ctx, LINE, list(order_of)):
        progress = found[order_of[line.ref_id]]
        progress.shipment_lines.append(line)
        shipment = shipments.get(line.shipment_id)
        if shipment is not None and shipment not in progress.shipments:
            progress.shipments.append(shipment)
