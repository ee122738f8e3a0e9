"""Receiving goods from suppliers, and opening stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO, rounded
from throughline.kernel.quantity import in_stock_unit
from throughline.kernel.refs import DocumentRef
from throughline.kernel.vocabulary import OneOf
from throughline.modules.catalog.public import ItemFacts, PackagingFacts, items, packagings
from throughline.modules.inventory.public import (
    NewReceipt,
    StockStatus,
    SupplyArrived,
    consume,
    lock_waiting,
    places,
    rebalance,
    receive,
    sum_incoming,
)
from throughline.modules.warehouse.acts.costs import costs_of
from throughline.modules.warehouse.acts.cross_dock import serve_at_dock, waiting_at_dock
from throughline.modules.warehouse.models import Receipt, ReceiptLine
from throughline.platform.database import writes
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

AGAINST = {"purchase": "GRNI", "opening": "OPEN"}


@dataclass(frozen=True, slots=True)
class ReceiptLineInput:
    """A quantity received in a packaging, at its cost per that packaging; `supply` names what was expected.

    Without a cost it is what whoever ordered the supply says, else what the item costs on average.
    """

    item_id: int
    quantity: Decimal
    unit_cost: Decimal | None = None
    unit: str = ""
    location_id: int | None = None
    lot_code: str = ""
    expires_on: date | None = None
    supply: tuple[str, int] | None = None
    status: StockStatus = "available"


@dataclass(frozen=True, slots=True)
class ReceiptInput:
    """Goods that arrived together; `kind` is purchase or opening."""

    site_id: int
    lines: Sequence[ReceiptLineInput]
    supplier_id: int | None = None
    kind: Annotated[str, OneOf(tuple(AGAINST))] = "purchase"
    reference: str = ""


@operation("warehouse.receive_goods", permission="warehouse.receive", duty=Duty.RECEIVING)
def receive_goods(ctx: Ctx, *, receipts: Sequence[ReceiptInput]) -> Outcomes:
    """Put received goods on hand at their cost and promise them to who waits; an outcome is a receipt.

    Lines without a place go to the dock of the site; by policy, who waits gets them there at once (cross-dock). Whole
    packagings only; no negative costs; items kept by lot name theirs. What has expired is not taken in as good stock.
    """
    _check(ctx, receipts)
    wanted = {line.item_id for receipt in receipts for line in receipt.lines}
    known, units = items(wanted), packagings(wanted)
    keys = {(receipt.site_id, line.item_id) for receipt in receipts for line in receipt.lines}
    due = waiting_at_dock(ctx, keys)
    demands = lock_waiting(ctx, keys)
    ids, numbers = _write(ctx, receipts)
    site_places = places(ctx)
    costs = iter(costs_of(ctx, [line for receipt in receipts for line in receipt.lines], known, units))
    new, lines = [], []
    for number, receipt in zip(ids, receipts, strict=True):
        for line in receipt.lines:
            quantity = _quantity(line, known, units)
            cost = next(costs)
            value = rounded(line.quantity * cost)
            place = line.location_id or site_places.at(receipt.site_id, "dock")
            unit = line.unit or known[line.item_id].stock_unit
            lines.append((number, line.item_id, line.quantity, unit, quantity, cost, value, place, line.lot_code))
            new.append(
                NewReceipt(
                    receipt.site_id,
                    place,
                    line.item_id,
                    quantity,
                    value,
                    DocumentRef("warehouse.receipt", number),
                    line.lot_code,
                    line.expires_on,
                    line.status,
                    AGAINST[receipt.kind],
                )
            )
    columns = (
        "receipt_id",
        "item_id",
        "quantity_entered",
        "unit",
        "quantity",
        "unit_cost",
        "value",
        "location_id",
        "lot_code",
    )
    constants = {"company_id": ctx.company_id, "quantity_billed": ZERO, "value_billed": ZERO}
    writes.append(ReceiptLine, columns, lines, constants)
    hit = _consume(ctx, receipts, known, units)
    receive(ctx, new)
    rebalance(ctx, keys, demands, "goods received", hit)
    serve_at_dock(ctx, due, {receipt.site_id for receipt in receipts})
    ctx.running().touched("warehouse.receipt", *ids)
    return Outcomes(
        Outcome(number, label, "done", "received", f"{len(receipt.lines)} lines received.", {}, number)
        for number, label, receipt in zip(ids, numbers, receipts, strict=True)
    )


def _check(ctx: Ctx, receipts: Sequence[ReceiptInput]) -> None:
    for receipt in receipts:
        if receipt.kind not in AGAINST:
            told = f"“{receipt.kind[:40]}” is no kind of receipt; use {', '.join(AGAINST)}."
            raise InvalidInput("kind_unknown", told, field="kind")
        if not receipt.lines:
            raise InvalidInput("no_lines", "A receipt needs at least one line.", field="lines")
        for number, line in enumerate(receipt.lines, start=1):
            if line.status == "available" and line.expires_on is not None and line.expires_on < ctx.today:
                lot = f"Lot {line.lot_code}" if line.lot_code else "What arrived"
                told = f"{lot} expired on {line.expires_on}: refuse it, or receive it as blocked."
                raise RuleViolation("lot_expired", told, field="expires_on", line=number)


def _quantity(
    line: ReceiptLineInput, known: Mapping[int, ItemFacts], units: Mapping[tuple[int, str], PackagingFacts]
) -> Decimal:
    if line.item_id not in known:
        raise InvalidInput("item_unknown", f"There is no item {line.item_id}.", field="item_id")
    item = known[line.item_id]
    unit = line.unit or item.stock_unit
    if (item.id, unit) not in units:
        raise InvalidInput("unit_unknown", f"{item.code} has no packaging {unit}.", field="unit")
    if line.quantity <= 0 or (line.unit_cost is not None and line.unit_cost < 0):
        raise InvalidInput(
            "quantity_not_positive",
            f"{item.code}: a receipt needs a quantity above and a cost of at least zero.",
            field="quantity",
        )
    if item.kind != "stocked":
        raise RuleViolation("item_not_stocked", f"{item.code} is a {item.kind} and cannot be put in stock.")
    if item.lot_tracked and not line.lot_code.strip():
        raise RuleViolation("lot_missing", f"{item.code} is kept by lot: say which lot arrived.", item=item.id)
    factor = units[item.id, unit].factor
    return in_stock_unit(line.quantity, factor, item.unit_decimals, unit=unit, stock_unit=item.stock_unit)


def _consume(
    ctx: Ctx,
    receipts: Sequence[ReceiptInput],
    known: Mapping[int, ItemFacts],
    units: Mapping[tuple[int, str], PackagingFacts],
) -> set[int]:
    """Take what arrived off the supplies that lines name; give the demands that waited for it."""
    arrived: dict[str, list[SupplyArrived]] = {}
    keys = set()
    for receipt in receipts:
        for line in receipt.lines:
            if line.supply is not None:
                kind, ref = line.supply
                goods = SupplyArrived(ref, receipt.site_id, line.item_id, _quantity(line, known, units))
                arrived.setdefault(kind, []).append(goods)
                keys.add((receipt.site_id, line.item_id))
    hit = {demand for kind, parts in arrived.items() for demand in consume(ctx, kind, parts)}
    if keys:
        sum_incoming(ctx, keys)
    return hit


def _write(ctx: Ctx, receipts: Sequence[ReceiptInput]) -> tuple[list[int], list[str]]:
    numbers = [f"GR-{serial:06d}" for serial in draw("warehouse_receipt_number", len(receipts))]
    records = [(n, r.site_id, r.supplier_id, r.kind, r.reference) for n, r in zip(numbers, receipts, strict=True)]
    constants = {
        "company_id": ctx.company_id,
        "on_date": ctx.today,
        "at": ctx.now,
        "operation_id": ctx.operation_id,
    }
    columns = ("number", "site_id", "supplier_id", "kind", "reference")
    return writes.insert(Receipt, columns, records, constants), numbers
