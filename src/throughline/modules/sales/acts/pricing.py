"""Pricing the lines of quotes: items and packagings resolved, prices asked in one statement, nets rounded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO, quantum, rounded
from throughline.kernel.quantity import in_stock_unit
from throughline.modules.billing.public import Rates, rate_of
from throughline.modules.catalog.public import ItemFacts, PackagingFacts, items, packagings, substitutes_of
from throughline.modules.parties.public import CustomerFacts
from throughline.modules.pricing.public import PriceAnswer, PriceRequest, price_lines
from throughline.platform.operations import Ctx

PRICE_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line as entered: an item, a quantity in one of its packagings, and what departs from the price found.

    `unit_price` replaces the price found, `discount_percent` takes off it. `requested_on` is the order's unless said.
    `ordered_item_id` names what the customer asked for where the item is its substitute.
    """

    item_id: int
    quantity: Decimal
    unit: str = ""
    unit_price: Decimal | None = None
    discount_percent: Decimal = ZERO
    requested_on: date | None = None
    description: str = ""
    ordered_item_id: int | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with everything that a quote keeps of it."""

    item: ItemFacts
    quantity: Decimal
    unit: str
    unit_factor: Decimal
    quantity_stock: Decimal
    list_price: Decimal | None
    base_price: Decimal | None
    discount_percent: Decimal
    unit_price: Decimal | None
    price_source: str
    price_why: Mapping[str, Any]
    net: Decimal
    gross: Decimal
    requested_on: date
    description: str
    ordered: ItemFacts | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Lines to be priced for a customer on a day."""

    customer: CustomerFacts
    currency: str
    requested_on: date
    lines: Sequence[LineInput]
    known: dict[int, ItemFacts] = field(default_factory=dict)


def price(ctx: Ctx, asked: Sequence[Asked], rates: Rates) -> list[list[PricedLine]]:
    """Price the lines of several quotes: three statements, however many lines. Raises on what cannot be a line.

    A substitute costs what the item asked for costs where the catalog says that it keeps the price.
    """
    ordered = {line.ordered_item_id for one in asked for line in one.lines if line.ordered_item_id is not None}
    wanted = {line.item_id for one in asked for line in one.lines} | ordered
    known, units = items(wanted), packagings(wanted)
    allowed = _allowed(ordered)
    requests: list[PriceRequest] = []
    for one in asked:
        for place, line in enumerate(one.lines, start=1):
            request = _request(ctx, len(requests), one, line, place, known, units)
            requests.append(_for_ordered(request, line, place, known, units, allowed))
    answers = {answer.line: answer for answer in price_lines(ctx, requests)}
    priced, key = [], 0
    for one in asked:
        lines = []
        for line in one.lines:
            instead = known[line.ordered_item_id] if line.ordered_item_id is not None else None
            priced_line = _priced(one, line, known[line.item_id], requests[key], answers[key], rates)
            lines.append(_substituted(priced_line, instead, requests[key]) if instead else priced_line)
            key += 1
        priced.append(lines)
    return priced


#: Whether the price of the item asked for is kept, by that item and its substitute.
Allowed = Mapping[tuple[int, int], bool]


def _allowed(ordered: Collection[int]) -> Allowed:
    found = substitutes_of(ordered) if ordered else {}
    return {(one.item_id, one.substitute_id): one.keeps_price for all_ in found.values() for one in all_}


def _for_ordered(
    request: PriceRequest,
    line: LineInput,
    place: int,
    known: Mapping[int, ItemFacts],
    units: Mapping[tuple[int, str], PackagingFacts],
    allowed: Allowed,
) -> PriceRequest:
    """Ask the price of the item that was asked for, where the line delivers a substitute that keeps it."""
    ordered = line.ordered_item_id
    if ordered is None:
        return request
    if (ordered, line.item_id) not in allowed:
        asked = known[ordered].code if ordered in known else f"item {ordered}"
        told = f"Line {place}: {known[line.item_id].code} is no substitute for {asked}; the catalog names those."
        raise InvalidInput("no_substitute", told, field="ordered_item_id", line=place)
    unit = units.get((ordered, request.unit))
    keeps = allowed[ordered, line.item_id] and unit is not None and unit.factor == request.factor
    return replace(request, item_id=ordered) if keeps else request


def _substituted(line: PricedLine, ordered: ItemFacts, request: PriceRequest) -> PricedLine:
    """Have a line say what was asked for, and whose price it has."""
    why = dict(line.price_why)
    if request.item_id == ordered.id:
        why["price_of"] = ordered.code
    name = line.description if ordered.code in line.description else f"{line.description}, for {ordered.code}"
    return replace(line, ordered=ordered, description=name, price_why=why)


def _request(
    ctx: Ctx,
    key: int,
    asked: Asked,
    line: LineInput,
    place: int,
    known: Mapping[int, ItemFacts],
    units: Mapping[tuple[int, str], PackagingFacts],
) -> PriceRequest:
    item = known.get(line.item_id)
    if item is None:
        raise InvalidInput(
            "item_unknown", f"Line {place}: there is no item {line.item_id}.", field="item_id", line=place
        )
    unit = line.unit or item.stock_unit
    packaging = units.get((item.id, unit))
    if packaging is None or not packaging.sellable:
        raise InvalidInput(
            "unit_unknown", f"Line {place}: {item.code} is not sold by the {unit}.", field="unit", line=place
        )
    if line.quantity <= 0:
        raise InvalidInput(
            "quantity_not_positive",
            f"Line {place}: {item.code} needs a quantity above zero.",
            field="quantity",
            line=place,
        )
    return PriceRequest(
        line=key,
        party_id=asked.customer.party_id,
        customer_group=asked.customer.group,
        item_id=item.id,
        unit=unit,
        factor=packaging.factor,
        quantity=line.quantity,
        on=ctx.today,
        currency=asked.currency,
    )


def _priced(
    asked: Asked, line: LineInput, item: ItemFacts, request: PriceRequest, answer: PriceAnswer, rates: Rates
) -> PricedLine:
    stock = in_stock_unit(
        line.quantity, request.factor, item.unit_decimals, unit=request.unit, stock_unit=item.stock_unit
    )
    if not 0 <= line.discount_percent <= 100:
        raise InvalidInput(
            "discount_out_of_range", f"{line.discount_percent} % is no discount.", field="discount_percent"
        )
    asked_price = line.unit_price if line.unit_price is not None else answer.price
    if asked_price is not None and asked_price < 0:
        raise InvalidInput("price_negative", f"{item.code}: a price below zero is a credit.", field="unit_price")
    unit_price = None
    if asked_price is not None:
        unit_price = (asked_price * (100 - line.discount_percent) / 100).quantize(PRICE_STEP)
    unit = quantum(asked.currency)
    net = ZERO if unit_price is None else rounded(line.quantity * unit_price, unit)
    rate = rate_of(rates, asked.customer.tax_category, item.tax_category)
    manual = line.unit_price is not None
    return PricedLine(
        item=item,
        quantity=line.quantity,
        unit=request.unit,
        unit_factor=request.factor,
        quantity_stock=stock,
        list_price=answer.list_price,
        base_price=answer.price,
        discount_percent=line.discount_percent,
        unit_price=unit_price,
        price_source="manual" if manual else answer.source,
        price_why={**answer.why, "manual": True} if manual else answer.why,
        net=net,
        gross=net + rounded(net * rate / 100, unit),
        requested_on=line.requested_on or asked.requested_on,
        description=line.description or item.name,
    )
