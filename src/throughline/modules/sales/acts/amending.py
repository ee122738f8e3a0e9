"""Drafting amendments: the order as it would be, what each change comes to, and what must be looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import Finding
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO, quantum, rounded
from throughline.kernel.quantity import in_stock_unit, trimmed
from throughline.modules.billing.public import LockedBillable, Rates, rate_of
from throughline.modules.catalog.public import ItemFacts
from throughline.modules.inventory.public import DemandFacts
from throughline.modules.parties.public import CustomerFacts
from throughline.modules.sales.acts.asking import AmendmentInput, LineAmendment
from throughline.modules.sales.acts.carriers import Carried
from throughline.modules.sales.acts.pricing import PRICE_STEP, LineInput, PricedLine
from throughline.modules.sales.domain.amending import LineNow, LinePlan, plan_line
from throughline.modules.sales.locks import LockedLine, LockedOrder

#: Findings of the whole order that an amendment can bring up, and what brings them up.
RISING, HEAD = "customer_blocked", "customer_po_missing"


@dataclass(frozen=True, slots=True)
class Amended:
    """A line before and after, with what leads from one to the other."""

    before: LockedLine
    after: LockedLine
    plan: LinePlan

    @property
    def is_changed(self) -> bool:
        """Whether anything about it changes."""
        return self.before != self.after or bool(self.plan.apart)

    @property
    def is_judged(self) -> bool:
        """Whether price, discount and margin have to be looked at again."""
        return self.plan.repriced or self.plan.rise > ZERO


@dataclass(frozen=True, slots=True)
class Added:
    """A line that comes to the order: as priced, and as it stands beside the others."""

    priced: PricedLine
    line: LockedLine


@dataclass(slots=True)
class Draft:
    """An order as it would be."""

    asked: AmendmentInput
    before: LockedOrder
    after: LockedOrder
    customer: CustomerFacts
    lines: list[Amended]
    wanted: list[LineInput]
    added: list[Added] = field(default_factory=list)

    @property
    def all_lines(self) -> list[LockedLine]:
        """Every line as it would be."""
        return [*(one.after for one in self.lines), *(one.line for one in self.added)]

    @property
    def head_changed(self) -> bool:
        """Whether customer order, address or carrier change."""
        return _head(self.before) != _head(self.after)

    @property
    def is_changed(self) -> bool:
        """Whether anything changes at all."""
        return self.head_changed or bool(self.added) or any(one.is_changed for one in self.lines)

    @property
    def net_before(self) -> Decimal:
        """The net amount of what is not cancelled."""
        return sum((part_of(one.before, one.before.net) for one in self.lines), ZERO)

    @property
    def net_after(self) -> Decimal:
        """The same, as it would be."""
        return sum((part_of(line, line.net) for line in self.all_lines), ZERO)

    @property
    def rise(self) -> Decimal:
        """What the order would weigh more on the customer's credit, gross."""
        before = sum((part_of(one.before, one.before.gross) for one in self.lines), ZERO)
        return sum((part_of(line, line.gross) for line in self.all_lines), ZERO) - before

    @property
    def takes_more(self) -> bool:
        """Whether the customer would get more of anything."""
        apart = sum((one.plan.apart - one.plan.cut for one in self.lines if one.plan.apart), ZERO)
        bought = len(self.added) > sum(1 for one in self.lines if one.plan.apart)
        return bought or apart > ZERO or any(one.plan.rise > ZERO for one in self.lines)

    def concerns(self, finding: Finding) -> bool:
        """Say whether a finding is this amendment's: what nobody touches is not judged anew."""
        if finding.line is not None:
            judged = {one.after.line_no for one in self.lines if one.is_judged}
            return finding.line in judged | {one.line.line_no for one in self.added}
        if finding.code == RISING:
            return self.takes_more
        return finding.code == HEAD and self.before.customer_po != self.after.customer_po

    def changes(self) -> list[dict[str, Any]]:
        """Say each change in words: what, before, after."""
        moved = self.after.requested_on if self.before.requested_on != self.after.requested_on else None
        said = [_said(one, moved) for one in self.lines if one.is_changed]
        told = [change for changes in said for change in changes]
        for one in self.added:
            what = f"Line {one.line.line_no} {one.line.item_code}"
            told.append(_change(what, "", f"{trimmed(one.line.quantity)} {one.line.unit} at {one.line.unit_price}"))
        if moved is not None:
            told.append(_change("Requested", self.before.requested_on, moved))
        if self.before.customer_po != self.after.customer_po:
            told.append(_change("Customer PO", self.before.customer_po, self.after.customer_po))
        if self.before.ship_to_id != self.after.ship_to_id:
            told.append(_change("Ship to", self.before.ship_to_id, self.after.ship_to_id))
        if self.before.carrier_service_id != self.after.carrier_service_id:
            told.append(_change("Carrier service", self.before.carrier, self.after.carrier))
        return told


def _head(order: LockedOrder) -> tuple[str, int | None, int | None]:
    return order.customer_po, order.ship_to_id, order.carrier_service_id


def part_of(line: LockedLine, amount: Decimal) -> Decimal:
    """Give the part of a line's amount that is not cancelled."""
    return amount if not line.cancelled else rounded(amount * line.wanted / line.quantity_stock)


def _said(one: Amended, moved: date | None) -> list[dict[str, Any]]:
    before, after = one.before, one.after
    what, unit = f"Line {before.line_no} {before.item_code}", before.unit
    told = []
    if before.wanted != after.wanted:
        old, new = (trimmed(line.wanted / line.unit_factor) for line in (before, after))
        told.append(_change(what, f"{old} {unit}", f"{new} {unit}"))
    if before.unit_price != after.unit_price:
        told.append(_change(f"{what} price", before.unit_price, after.unit_price))
    if after.requested_on not in (before.requested_on, moved):
        told.append(_change(f"{what} requested", before.requested_on, after.requested_on))
    return told


def _change(what: str, before: object, after: object) -> dict[str, Any]:
    return {"what": what, "before": _text(before), "after": _text(after)}


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return trimmed(value)
    return "" if value is None else str(value)


def draft_of(
    asked: AmendmentInput,
    order: LockedOrder,
    lines: Sequence[LockedLine],
    demands: Mapping[int, DemandFacts],
    billables: Mapping[int, LockedBillable],
    customer: CustomerFacts,
    known: Mapping[int, ItemFacts],
    rates: Rates,
    carrier: Carried | None = None,
) -> Draft:
    """Draft an amendment: plan every line that is named, and say which lines have to be priced anew."""
    named = _named(asked, lines)
    amended, wanted = [], list(asked.added)
    for line in lines:
        demand, billable = demands.get(line.id), billables.get(line.id)
        gone = demand.issued if demand else ZERO
        moved = asked.requested_on if line.wanted > gone else None
        change = named.get(line.id) or LineAmendment(line.id)
        one, apart = _amended(line, change, moved, gone, billable, customer, known, rates)
        amended.append(one)
        wanted += apart
    after = replace(
        order,
        customer_po=order.customer_po if asked.customer_po is None else asked.customer_po.strip(),
        ship_to_id=asked.ship_to_id or order.ship_to_id,
        requested_on=asked.requested_on or order.requested_on,
    )
    if carrier:
        after = carrier.on(after)
    return Draft(asked, order, after, customer, amended, wanted)


def _named(asked: AmendmentInput, lines: Sequence[LockedLine]) -> dict[int, LineAmendment]:
    named: dict[int, LineAmendment] = {}
    known = {line.id for line in lines}
    for place, change in enumerate(asked.lines, start=1):
        if change.line_id not in known:
            raise InvalidInput(
                "line_unknown", f"Line {change.line_id} is not of this order.", field="line_id", line=place
            )
        if change.line_id in named:
            raise InvalidInput("line_twice", "A line is named twice; name it once.", field="line_id", line=place)
        named[change.line_id] = change
    return named


def _amended(
    line: LockedLine,
    change: LineAmendment,
    moved: date | None,
    gone: Decimal,
    billable: LockedBillable | None,
    customer: CustomerFacts,
    known: Mapping[int, ItemFacts],
    rates: Rates,
) -> tuple[Amended, list[LineInput]]:
    entered = line.entered_price if change.unit_price is None else change.unit_price
    discount = line.discount_percent if change.discount_percent is None else change.discount_percent
    price = _price(line, change, entered, discount)
    wanted = _wanted(line, change, known[line.item_id])
    now = LineNow(
        line.item_code,
        line.wanted,
        gone,
        billable.earned - billable.taken_back if billable else ZERO,
        bool(billable and billable.earned),
        bool(billable and billable.is_billed_ahead),
    )
    plan = plan_line(now, wanted, price != line.unit_price)
    requested = change.requested_on or moved or line.requested_on
    after = replace(line, requested_on=requested, cancelled=line.cancelled + plan.cut)
    if plan.rise:
        stock = line.quantity_stock + plan.rise
        after = replace(after, quantity_stock=stock, quantity=(stock / line.unit_factor).quantize(PRICE_STEP))
    if plan.repriced:
        source = line.price_source if change.unit_price is None else "manual"
        after = replace(after, unit_price=price, discount_percent=discount, price_source=source)
    if plan.rise or plan.repriced:
        rate = rate_of(rates, customer.tax_category, line.tax_category)
        unit = quantum(customer.currency)
        net = rounded(after.quantity * (after.unit_price or ZERO), unit)
        after = replace(after, net=net, gross=net + rounded(net * rate / 100, unit))
    apart = []
    if plan.apart:
        quantity = plan.apart / line.unit_factor
        own = None if line.price_source != "manual" and change.unit_price is None else entered
        described = (line.description, line.ordered_item_id)
        apart.append(LineInput(line.item_id, quantity, line.unit, own, discount, requested, *described))
    return Amended(line, after, plan), apart


def _price(line: LockedLine, change: LineAmendment, entered: Decimal | None, discount: Decimal) -> Decimal | None:
    """Give the price that a line has from now on; the one agreed where nothing is said of it."""
    if change.unit_price is None and change.discount_percent is None:
        return line.unit_price
    if not ZERO <= discount <= 100:
        raise InvalidInput("discount_out_of_range", f"{trimmed(discount)} % is no discount.", field="discount_percent")
    if entered is None:
        raise InvalidInput("price_missing", f"{line.item_code} has no price; give one.", field="unit_price")
    if entered < ZERO:
        raise InvalidInput("price_negative", f"{line.item_code}: a price below zero is a credit.", field="unit_price")
    return (entered * (100 - discount) / 100).quantize(PRICE_STEP)


def _wanted(line: LockedLine, change: LineAmendment, item: ItemFacts) -> Decimal:
    if change.quantity is None:
        return line.wanted
    if change.quantity < ZERO:
        raise InvalidInput(
            "quantity_negative", f"{line.item_code}: {trimmed(change.quantity)} is below zero.", field="quantity"
        )
    return in_stock_unit(
        change.quantity, line.unit_factor, item.unit_decimals, unit=line.unit, stock_unit=item.stock_unit
    )


def add_priced(draft: Draft, priced: Sequence[PricedLine], ids: Sequence[int]) -> None:
    """Put the lines that were priced on the draft, after those it has."""
    last = max((one.before.line_no for one in draft.lines), default=0)
    for place, (line, number) in enumerate(zip(priced, ids, strict=True), start=1):
        draft.added.append(Added(line, _stands(draft.before.id, number, last + place * 10, line)))
    if draft.lines and all(line.wanted <= ZERO for line in draft.all_lines):
        raise RuleViolation(
            "nothing_left", f"Nothing would be left of {draft.before.number}; cancel its lines instead.", field="lines"
        )
    lines = draft.all_lines
    net, gross = sum((line.net for line in lines), ZERO), sum((line.gross for line in lines), ZERO)
    draft.after = replace(draft.after, net=net, gross=gross)


def _stands(order: int, number: int, line_no: int, line: PricedLine) -> LockedLine:
    return LockedLine(
        id=number,
        order_id=order,
        line_no=line_no,
        item_id=line.item.id,
        item_code=line.item.code,
        description=line.description,
        is_stocked=line.item.kind == "stocked",
        quantity=line.quantity,
        unit=line.unit,
        unit_factor=line.unit_factor,
        quantity_stock=line.quantity_stock,
        cancelled=ZERO,
        discount_percent=line.discount_percent,
        base_price=line.base_price,
        unit_price=line.unit_price,
        net=line.net,
        gross=line.gross,
        tax_category=line.item.tax_category,
        requested_on=line.requested_on,
        promised_original=None,
        promised=None,
        first_pass=None,
        price_source=line.price_source,
        ordered_item_id=line.ordered.id if line.ordered else None,
        ordered_item_code=line.ordered.code if line.ordered else "",
    )
