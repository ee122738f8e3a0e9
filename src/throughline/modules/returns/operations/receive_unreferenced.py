"""Returns without a delivery on record: into stock at the average cost, credited at an approved price."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, currency, sites
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.quantity import in_stock_unit
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import FreeCredit, register_credits
from throughline.modules.catalog.public import ItemFacts, items
from throughline.modules.inventory.public import (
    NewReceipt,
    StockStatus,
    check_status,
    lock_waiting,
    places,
    rebalance,
    receive,
)
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.modules.returns.models import Return, ReturnLine
from throughline.platform.database import writes
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class UnreferencedLine:
    """A quantity of an item in stock units that came back, and the price per stock unit to credit."""

    item_id: int
    quantity: Decimal
    unit_price: Decimal
    status: StockStatus = "available"


@dataclass(frozen=True, slots=True)
class UnreferencedInput:
    """Goods that a customer brought back without a delivery on record, and why they are taken."""

    party_id: int
    site_id: int
    lines: Sequence[UnreferencedLine]
    reason: str


@operation("returns.receive_unreferenced", permission="returns.approve_unreferenced", duty=Duty.RECEIVING)
def receive_unreferenced(ctx: Ctx, *, returns: Sequence[UnreferencedInput]) -> Outcomes:
    """Take goods back that no delivery shows, on the approver's responsibility; an outcome is a return."""
    goods = items({line.item_id for entry in returns for line in entry.lines})
    parties = customers(ctx, {entry.party_id for entry in returns})
    judged = sift(
        returns,
        partial(_judged, goods, parties, set(sites(ctx))),
        lambda entry: (entry.party_id, f"return “{entry.reason.strip()[:40]}”"),
    )
    numbers = draw("returns_return_number", len(judged.sound)) if judged.sound else []
    entries = list(judged.sound.values())
    if entries:
        _receive(ctx, numbers, entries, goods, parties)
    return judged.with_done(
        Outcome(n, f"RMA-{n:06d}", "done", "received", f"{len(entry.lines)} lines back.", {}, n)
        for n, entry in zip(numbers, entries, strict=True)
    )


def _judged(
    goods: Mapping[int, ItemFacts], parties: Mapping[int, CustomerFacts], known: Set[int], entry: UnreferencedInput
) -> UnreferencedInput:
    """Give a return that can be taken in, or refuse it."""
    if not entry.reason.strip():
        raise InvalidInput("reason_missing", "Say why goods without a delivery are taken.", field="reason")
    if not entry.lines:
        raise InvalidInput("no_lines", "A return needs at least one line.", field="lines")
    if entry.party_id not in parties:
        raise InvalidInput("customer_unknown", f"Party {entry.party_id} is no customer.", field="party_id")
    if entry.site_id not in known:
        raise InvalidInput("site_unknown", f"There is no site {entry.site_id} in this company.", field="site_id")
    for line in entry.lines:
        if line.item_id not in goods:
            raise InvalidInput("item_unknown", f"There is no item {line.item_id}.", field="item_id")
        item = goods[line.item_id]
        if item.kind != "stocked":
            raise RuleViolation("item_not_stocked", f"{item.code} is a {item.kind} and has no stock.")
        if line.quantity <= 0 or line.unit_price < 0:
            raise InvalidInput("quantity_not_positive", "Only a positive quantity can come back.", field="quantity")
        in_stock_unit(line.quantity, Decimal(1), item.unit_decimals, unit=item.stock_unit, stock_unit=item.stock_unit)
        check_status(line.status)
    return entry


def _receive(
    ctx: Ctx,
    numbers: Sequence[int],
    returns: Sequence[UnreferencedInput],
    goods: Mapping[int, ItemFacts],
    parties: Mapping[int, CustomerFacts],
) -> None:
    """Register the credits, take the goods in, and write the returns."""
    flat = [(n, entry, line) for n, entry in zip(numbers, returns, strict=True) for line in entry.lines]
    register_credits(
        ctx,
        [
            FreeCredit(
                source=("returns.return", number),
                label=f"RMA-{number:06d}",
                party_id=entry.party_id,
                customer_tax_category=parties[entry.party_id].tax_category,
                currency=currency(ctx),
                reason=entry.reason,
                item_id=line.item_id,
                item_code=goods[line.item_id].code,
                description=goods[line.item_id].name,
                unit=goods[line.item_id].stock_unit,
                quantity=line.quantity,
                unit_price=line.unit_price,
                tax_category=goods[line.item_id].tax_category,
                revenue_role="REV",
            )
            for number, entry, line in flat
        ],
    )
    keys = {(entry.site_id, line.item_id) for _, entry, line in flat}
    demands = lock_waiting(ctx, keys)
    where = places(ctx)
    receive(
        ctx,
        [
            NewReceipt(
                entry.site_id,
                where.at(entry.site_id, "returns"),
                line.item_id,
                line.quantity,
                None,
                DocumentRef("returns.return", number),
                status=line.status,
                against="COGS",
                move_kind="return",
            )
            for number, entry, line in flat
        ],
    )
    rebalance(ctx, keys, demands, "goods returned")
    _write(ctx, numbers, returns)


def _write(ctx: Ctx, numbers: Sequence[int], returns: Sequence[UnreferencedInput]) -> None:
    records = [
        (number, f"RMA-{number:06d}", entry.party_id, entry.site_id, entry.reason[:200])
        for number, entry in zip(numbers, returns, strict=True)
    ]
    constants = {"company_id": ctx.company_id, "on_date": ctx.today, "at": ctx.now, "operation_id": ctx.operation_id}
    writes.append(Return, ("id", "number", "party_id", "site_id", "reason"), records, constants)
    lines = [
        (number, line.item_id, line.quantity, line.status, line.unit_price)
        for number, entry in zip(numbers, returns, strict=True)
        for line in entry.lines
    ]
    columns = ("return_id", "item_id", "quantity", "status", "unit_price")
    writes.append(ReturnLine, columns, lines, {"company_id": ctx.company_id})
