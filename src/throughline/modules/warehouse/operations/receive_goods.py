"""Receiving goods from suppliers, and opening stock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, TypeVar

from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation, check_length
from throughline.kernel.money import ZERO, rounded
from throughline.kernel.quantity import in_stock_unit
from throughline.kernel.refs import DocumentRef
from throughline.kernel.vocabulary import OneOf
from throughline.modules.catalog.public import ItemFacts, PackagingFacts, items, packagings
from throughline.modules.inventory.public import (
    LockedSupply,
    NewReceipt,
    Places,
    StockStatus,
    SupplyArrived,
    check_arrived,
    check_status,
    consume,
    lock_supplies,
    lock_waiting,
    places,
    rebalance,
    receive,
    sum_incoming,
)
from throughline.modules.warehouse.acts.costs import Costs, costs_of
from throughline.modules.warehouse.acts.cross_dock import serve_at_dock, waiting_at_dock
from throughline.modules.warehouse.models import Receipt, ReceiptLine
from throughline.modules.warehouse.queries.receipts import Named, named_by
from throughline.platform.database import writes
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

T = TypeVar("T")

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

    A receipt is one document: its lines stand or fall together, and a refusal names the line. A receipt that cannot be
    booked is told by its place in the set, takes no number and stops no other.
    Lines without a place go to the dock of the site; by policy, who waits gets them there at once (cross-dock). Whole
    packagings only; no negative costs; items kept by lot name theirs. What has expired is not taken in as good stock.
    """
    goods = _goods(ctx, receipts)
    judged = sift(enumerate(receipts), partial(_judged, ctx, goods), _named)
    if not judged.sound:
        return judged.with_done(())
    keys = {key for one in judged.sound.values() for key in one.keys}
    due = waiting_at_dock(ctx, keys)
    demands = lock_waiting(ctx, keys)
    supplies = _lock_supplies(ctx, list(judged.sound.values()))
    costs = costs_of(ctx, [line.given for one in judged.sound.values() for line in one.lines], goods.known, goods.units)
    sifted = judged.again(partial(_costed, costs, supplies), lambda one: _named((one.place, one.given)))
    if not sifted.sound:
        return sifted.with_done(())
    sound = list(sifted.sound.values())
    ids, numbers = _write(ctx, [one.given for one in sound])
    _write_lines(ctx, ids, sound)
    hit = _consume(ctx, sound, supplies)
    receive(
        ctx, [line.received(number, one.given) for number, one in zip(ids, sound, strict=True) for line in one.lines]
    )
    rebalance(ctx, keys, demands, "goods received", hit)
    serve_at_dock(ctx, due, {one.given.site_id for one in sound})
    ctx.running().touched("warehouse.receipt", *ids)
    return sifted.with_done(
        Outcome(number, label, "done", "received", f"{len(one.lines)} lines received.", {}, number)
        for number, label, one in zip(ids, numbers, sound, strict=True)
    )


def _named(one: tuple[int, ReceiptInput]) -> tuple[int, str]:
    place, receipt = one
    return place, receipt.reference.strip()[:60] or f"receipt {place + 1}"


@dataclass(frozen=True, slots=True)
class _Goods:
    """What receipts name: items, packagings, places and suppliers."""

    known: Mapping[int, ItemFacts]
    units: Mapping[tuple[int, str], PackagingFacts]
    named: Named
    special: Places


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a receipt: how much of the stock unit, in which packaging, to which place, at which cost of it."""

    given: ReceiptLineInput
    quantity: Decimal
    unit: str
    place: int
    cost: Decimal = ZERO

    @property
    def value(self) -> Decimal:
        """Give what it is worth."""
        return rounded(self.given.quantity * self.cost)

    def arrived(self, ref_id: int, site_id: int) -> SupplyArrived:
        """Give it as what was expected by a document."""
        return SupplyArrived(ref_id, site_id, self.given.item_id, self.quantity)

    def received(self, number: int, receipt: ReceiptInput) -> NewReceipt:
        """Give it as stock takes it in."""
        return NewReceipt(
            receipt.site_id,
            self.place,
            self.given.item_id,
            self.quantity,
            self.value,
            DocumentRef("warehouse.receipt", number),
            self.given.lot_code,
            self.given.expires_on,
            self.given.status,
            AGAINST[receipt.kind],
        )


@dataclass(frozen=True, slots=True)
class _Receipt:
    """A receipt that can be booked, by its place in the set."""

    place: int
    given: ReceiptInput
    lines: Sequence[_Line]

    @property
    def keys(self) -> set[tuple[int, int]]:
        """Give the (site, item) pairs that gain."""
        return {(self.given.site_id, line.given.item_id) for line in self.lines}

    @property
    def arrived(self) -> list[tuple[int, str, SupplyArrived]]:
        """Give what of it was expected: the number of the line, the kind of document that expected it, the goods."""
        return [
            (number, line.given.supply[0], line.arrived(line.given.supply[1], self.given.site_id))
            for number, line in enumerate(self.lines, start=1)
            if line.given.supply is not None
        ]


Supplies = Mapping[str, Mapping[int, LockedSupply]]


def _goods(ctx: Ctx, receipts: Sequence[ReceiptInput]) -> _Goods:
    lines = [line for receipt in receipts for line in receipt.lines]
    wanted = {line.item_id for line in lines}
    known = named_by(
        ctx,
        {line.location_id for line in lines if line.location_id is not None},
        {receipt.supplier_id for receipt in receipts if receipt.supplier_id is not None},
    )
    return _Goods(items(wanted), packagings(wanted), known, places(ctx))


def _judged(ctx: Ctx, goods: _Goods, one: tuple[int, ReceiptInput]) -> _Receipt:
    """Say what a receipt brings, or refuse it."""
    place, receipt = one
    if receipt.kind not in AGAINST:
        told = f"“{receipt.kind[:40]}” is no kind of receipt; use {', '.join(AGAINST)}."
        raise InvalidInput("kind_unknown", told, field="kind")
    if not receipt.lines:
        raise InvalidInput("no_lines", "A receipt needs at least one line.", field="lines")
    if receipt.supplier_id is not None and receipt.supplier_id not in goods.named.suppliers:
        told = f"There is no supplier {receipt.supplier_id} in this company; enter the supplier first, or leave it out."
        raise NotFound("supplier_unknown", told, field="supplier_id")
    check_length("reference", receipt.reference, 60)
    return _Receipt(place, receipt, [
        _at_line(number, partial(_line, ctx, goods, receipt.site_id, line))
        for number, line in enumerate(receipt.lines, start=1)
    ])  # fmt: skip


def _at_line(number: int, judge: Callable[[], T]) -> T:
    """Judge a line; a refusal says which it is."""
    try:
        return judge()
    except DomainError as error:
        error.facts.setdefault("line", number)
        raise


def _line(ctx: Ctx, goods: _Goods, site_id: int, line: ReceiptLineInput) -> _Line:
    """Say what a line brings where, or refuse it."""
    quantity = _quantity(line, goods.known, goods.units)
    check_status(line.status)
    check_length("lot_code", line.lot_code, 60)
    if line.status == "available" and line.expires_on is not None and line.expires_on < ctx.today:
        lot = f"Lot {line.lot_code}" if line.lot_code else "What arrived"
        told = f"{lot} expired on {line.expires_on}: refuse it, or receive it as blocked."
        raise RuleViolation("lot_expired", told, field="expires_on")
    place = line.location_id if line.location_id is not None else goods.special.at(site_id, "dock")
    if line.location_id is not None and goods.named.places.get(place) != site_id:
        told = f"Site {site_id} has no place {place}; name one of its bins, or none: the goods go to the dock."
        raise NotFound("place_unknown", told, field="location_id")
    return _Line(line, quantity, line.unit or goods.known[line.item_id].stock_unit, place)


def _costed(costs: Costs, supplies: Supplies, one: _Receipt) -> _Receipt:
    """Give a receipt with the costs of its lines, or refuse one of unknown cost, or of what nobody expects."""
    lines = [
        replace(line, cost=_at_line(number, partial(costs.of, line.given)))
        for number, line in enumerate(one.lines, start=1)
    ]
    for number, kind, goods in one.arrived:
        _at_line(number, partial(check_arrived, goods, supplies[kind].get(goods.ref_id)))
    return replace(one, lines=lines)


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
        told = f"{item.code} is a {item.kind} and cannot be put in stock."
        raise RuleViolation("item_not_stocked", told, field="item_id")
    if item.lot_tracked and not line.lot_code.strip():
        told = f"{item.code} is kept by lot: say which lot arrived."
        raise RuleViolation("lot_missing", told, field="lot_code", item=item.id)
    factor = units[item.id, unit].factor
    return in_stock_unit(line.quantity, factor, item.unit_decimals, unit=unit, stock_unit=item.stock_unit)


def _lock_supplies(ctx: Ctx, receipts: Sequence[_Receipt]) -> Supplies:
    wanted: dict[str, set[int]] = {}
    for _, kind, goods in (part for one in receipts for part in one.arrived):
        wanted.setdefault(kind, set()).add(goods.ref_id)
    return {kind: lock_supplies(ctx, kind, refs) for kind, refs in wanted.items()}


def _consume(ctx: Ctx, receipts: Sequence[_Receipt], supplies: Supplies) -> set[int]:
    """Take what arrived off the supplies that lines name; give the demands that waited for it."""
    arrived: dict[str, list[SupplyArrived]] = {}
    for _, kind, goods in (part for one in receipts for part in one.arrived):
        arrived.setdefault(kind, []).append(goods)
    hit = {demand for kind, parts in arrived.items() for demand in consume(ctx, supplies[kind], parts)}
    keys = {(goods.site_id, goods.item_id) for parts in arrived.values() for goods in parts}
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


def _write_lines(ctx: Ctx, ids: Sequence[int], receipts: Sequence[_Receipt]) -> None:
    records = [
        (
            number,
            line.given.item_id,
            line.given.quantity,
            line.unit,
            line.quantity,
            line.cost,
            line.value,
            line.place,
            line.given.lot_code,
        )
        for number, one in zip(ids, receipts, strict=True)
        for line in one.lines
    ]
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
    writes.append(ReceiptLine, columns, records, constants)
