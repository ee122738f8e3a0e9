"""Returns against deliveries: back into stock at the cost at which they left, credited at what was billed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import in_stock_unit, trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import TakenBack, lock_lines, take_back_earned
from throughline.modules.catalog.public import ItemFacts, PackagingFacts, items, packagings
from throughline.modules.inventory.public import (
    BackPart,
    LotOut,
    LotPart,
    PlaceFacts,
    StockStatus,
    check_status,
    less,
    lock_waiting,
    lots_back,
    lots_out,
    places,
    places_by_id,
    rebalance,
    take_back,
    with_customers,
)
from throughline.modules.logistics.public import LockedShipment, ShipmentLineFacts, lines_by_id, lock_shipments_of
from throughline.modules.returns.events import ReturnsReceived
from throughline.modules.returns.models import Return, ReturnLine
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

SHIPMENT_LINE = "logistics.shipment_line"


@dataclass(frozen=True, slots=True)
class ReturnLineInput:
    """A quantity of a delivered line that came back, in stock units or a packaging, and what is to become of it.

    `status` is available (restock), quality, quarantine or damaged; the place is the site's returns place unless named.
    `lot` is the code of the lot that came back; it may stay empty where only one left, or all come back.
    """

    shipment_line_id: int
    quantity: Decimal
    unit: str = ""
    status: StockStatus = "available"
    location_id: int | None = None
    lot: str = ""


@dataclass(frozen=True, slots=True)
class ReturnInput:
    """Goods of one customer that came back together, and why."""

    lines: Sequence[ReturnLineInput]
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the deliveries that come back: shipments as locked, lines, what came back of them, places."""

    heads: Mapping[int, LockedShipment]
    lines: Mapping[int, ShipmentLineFacts]
    items: Mapping[int, ItemFacts]
    packagings: Mapping[tuple[int, str], PackagingFacts]
    places: Mapping[int, PlaceFacts]
    left: dict[int, Decimal]
    lots: dict[int, list[LotOut]]


#: what was entered, the delivered line, quantity in stock units, the lot of it
Back = tuple[ReturnLineInput, ShipmentLineFacts, Decimal, int | None]
#: the same of a return with its number
Flat = tuple[int, ReturnLineInput, ShipmentLineFacts, Decimal, int | None]


@operation("returns.receive_returns", permission="returns.receive", duty=Duty.RECEIVING)
def receive_returns(ctx: Ctx, *, returns: Sequence[ReturnInput]) -> Outcomes:
    """Take goods back against their deliveries; an outcome is a return.

    Stock comes back at its original cost, the customer gets a credit note at the price and tax that were billed; what
    was not billed yet simply is not. More than was delivered and not yet returned cannot come back.
    """
    known = _known(ctx, returns)
    judged = sift(returns, partial(_judged, known), lambda entry: (0, f"return “{entry.reason.strip()[:40]}”"))
    numbers = draw("returns_return_number", len(judged.sound)) if judged.sound else []
    entries = [returns[place] for place in judged.sound]
    flat = [(n, *part) for n, parts in zip(numbers, judged.sound.values(), strict=True) for part in parts]
    if flat:
        _receive(ctx, entries, numbers, flat, known.heads)
    return judged.with_done(
        Outcome(n, f"RMA-{n:06d}", "done", "received", f"{len(entry.lines)} lines back.", {}, n)
        for n, entry in zip(numbers, entries, strict=True)
    )


def _known(ctx: Ctx, returns: Sequence[ReturnInput]) -> _Known:
    """Lock the shipments, and read in the next statements what was delivered and is not back."""
    asked = [line for entry in returns for line in entry.lines]
    heads = lock_shipments_of(ctx, {line.shipment_line_id for line in asked})
    lines = lines_by_id(ctx, sorted({line.shipment_line_id for line in asked}))
    goods = items({line.item_id for line in lines.values()})
    named = {line.location_id for line in asked if line.location_id is not None}
    there = with_customers(ctx, [line.issue_id for line in lines.values() if line.issue_id is not None])
    left = {number: there.get(line.issue_id or 0, ZERO) for number, line in lines.items()}
    out = lots_out(ctx, [line.issue_id for line in lines.values() if line.issue_id is not None])
    lots = {number: out.get(line.issue_id or 0, []) for number, line in lines.items()}
    there_is = places_by_id(ctx, named) if named else {}
    return _Known(heads, lines, goods, packagings(set(goods)), there_is, left, lots)


def _judged(known: _Known, entry: ReturnInput) -> list[Back]:
    """Give what comes back by line in stock units, or refuse the return; earlier returns of the set count."""
    if not entry.lines:
        raise InvalidInput("no_lines", "A return needs at least one line.", field="lines")
    if not entry.reason.strip():
        raise InvalidInput("reason_missing", "Say why the goods came back.", field="reason")
    missing = [line.shipment_line_id for line in entry.lines if line.shipment_line_id not in known.lines]
    if missing:
        raise InvalidInput("delivery_unknown", f"There is no delivered line {missing[0]}.", field="shipment_line_id")
    parties = {known.heads[known.lines[line.shipment_line_id].shipment_id].party_id for line in entry.lines}
    if len(parties) > 1:
        raise RuleViolation("several_customers", "One return is of one customer; split it.")
    parts, sums, lots = list[Back](), dict[int, Decimal](), dict[int, list[LotOut]]()
    for place, line in enumerate(entry.lines, start=1):
        delivered = known.lines[line.shipment_line_id]
        _check_place(known, line, delivered)
        quantity = _quantity(line, known)
        sums[delivered.id] = sums.get(delivered.id, ZERO) + quantity
        if sums[delivered.id] > known.left[delivered.id]:
            left = trimmed(known.left[delivered.id])
            told = f"{trimmed(sums[delivered.id])} cannot come back; {left} was delivered and is not returned yet."
            raise RuleViolation("quantity_not_out", told, field="quantity", line=place)
        shared = _lots(known, line, delivered, quantity, lots)
        parts += [(line, delivered, part, lot) for lot, part in shared]
    for number, quantity in sums.items():
        known.left[number] -= quantity
    known.lots.update(lots)
    return parts


def _lots(
    known: _Known,
    line: ReturnLineInput,
    delivered: ShipmentLineFacts,
    quantity: Decimal,
    left: dict[int, list[LotOut]],
) -> list[LotPart]:
    """Share what comes back of a line among the lots that left; what is `left` of them is less by it."""
    out = left.get(delivered.id, known.lots[delivered.id])
    said = {line.lot: quantity} if line.lot.strip() else {}
    parts = lots_back(out, quantity, said, known.items[delivered.item_id].code)
    left[delivered.id] = less(out, parts)
    return parts


def _check_place(known: _Known, line: ReturnLineInput, delivered: ShipmentLineFacts) -> None:
    check_status(line.status)
    if line.location_id is None:
        return
    place, site = known.places.get(line.location_id), known.heads[delivered.shipment_id].site_id
    if place is None or place.site_id != site:
        told = f"There is no place {line.location_id} at the site from which the goods left."
        raise NotFound("place_unknown", told, field="location_id")


def _receive(
    ctx: Ctx,
    returns: Sequence[ReturnInput],
    numbers: Sequence[int],
    flat: Sequence[Flat],
    heads: Mapping[int, LockedShipment],
) -> None:
    """Take back what was earned, then the goods, and write the returns."""
    _take_back_earned(ctx, flat)
    keys = {(heads[delivered.shipment_id].site_id, delivered.item_id) for _, _, delivered, *_ in flat}
    demands = lock_waiting(ctx, keys)
    where = places(ctx)
    parts = [
        BackPart(
            delivered.issue_id or 0,
            quantity,
            DocumentRef("returns.return", number),
            False,
            line.location_id or where.at(heads[delivered.shipment_id].site_id, "returns"),
            line.status,
            lot,
        )
        for number, line, delivered, quantity, lot in flat
    ]
    worths = take_back(ctx, parts)
    rebalance(ctx, keys, demands, "goods returned")
    _write(ctx, returns, numbers, flat, heads, worths)
    refs = sorted({delivered.ref_id for _, _, delivered, *_ in flat})
    for chunk in chunks(refs):
        announce(ctx, ReturnsReceived(tuple(numbers[:500]), flat[0][2].ref_kind, chunk))
    ctx.running().touched("returns.return", *numbers)


def _quantity(line: ReturnLineInput, known: _Known) -> Decimal:
    item = known.items[known.lines[line.shipment_line_id].item_id]
    unit = line.unit or item.stock_unit
    if (item.id, unit) not in known.packagings:
        raise InvalidInput("unit_unknown", f"{item.code} has no packaging {unit}.", field="unit")
    if line.quantity <= 0:
        raise InvalidInput("quantity_not_positive", f"{trimmed(line.quantity)} cannot come back.", field="quantity")
    factor = known.packagings[item.id, unit].factor
    return in_stock_unit(line.quantity, factor, item.unit_decimals, unit=unit, stock_unit=item.stock_unit)


def _take_back_earned(ctx: Ctx, flat: Sequence[Flat]) -> None:
    """Undo what the deliveries earned, or the order where it was billed ahead; one part a return and delivered line."""
    sums: dict[tuple[int, int], tuple[ShipmentLineFacts, Decimal]] = {}
    for number, _, delivered, quantity, _ in flat:
        have = sums.get((number, delivered.id), (delivered, Decimal(0)))
        sums[number, delivered.id] = (delivered, have[1] + quantity)
    refs: dict[str, set[int]] = {}
    for delivered, _ in sums.values():
        refs.setdefault(delivered.ref_kind, set()).add(delivered.ref_id)
    billables = {
        (kind, ref): line for kind, ids in sorted(refs.items()) for ref, line in lock_lines(ctx, kind, ids).items()
    }
    parts = []
    for (number, _), (delivered, quantity) in sums.items():
        billable = billables.get((delivered.ref_kind, delivered.ref_id))
        if billable is None:
            continue
        earned = billable.earned_by((SHIPMENT_LINE, delivered.id))
        parts.append(
            TakenBack(
                *earned, quantity, "returns.return", number, f"RMA-{number:06d}", delivered.issue_id, delivered.id
            )
        )
    take_back_earned(ctx, parts)


def _write(
    ctx: Ctx,
    returns: Sequence[ReturnInput],
    numbers: Sequence[int],
    flat: Sequence[Flat],
    heads: Mapping[int, LockedShipment],
    worths: Sequence[Decimal],
) -> None:
    threads: dict[int, set[int | None]] = {}
    first: dict[int, LockedShipment] = {}
    for number, _, delivered, *_ in flat:
        threads.setdefault(number, set()).add(delivered.thread_id)
        first.setdefault(number, heads[delivered.shipment_id])
    records = [
        (
            number,
            f"RMA-{number:06d}",
            next(iter(threads[number])) if len(threads[number]) == 1 else None,
            first[number].party_id,
            first[number].site_id,
            entry.reason[:200],
        )
        for number, entry in zip(numbers, returns, strict=True)
    ]
    constants = {"company_id": ctx.company_id, "on_date": ctx.today, "at": ctx.now, "operation_id": ctx.operation_id}
    writes.append(Return, ("id", "number", "thread_id", "party_id", "site_id", "reason"), records, constants)
    lines = [
        (number, delivered.id, delivered.thread_id, delivered.item_id, quantity, line.status, worth, lot)
        for (number, line, delivered, quantity, lot), worth in zip(flat, worths, strict=True)
    ]
    columns = ("return_id", "shipment_line_id", "thread_id", "item_id", "quantity", "status", "value", "lot_id")
    writes.append(ReturnLine, columns, lines, {"company_id": ctx.company_id})
