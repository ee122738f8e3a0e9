"""Delivering another item than was asked for, on confirmed lines that have not been allocated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, NewException, clear_exceptions, raise_exceptions
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import SubstituteFacts, items, packagings, substitutes_of
from throughline.modules.inventory.public import DemandFacts, demands_of
from throughline.modules.parties.public import customers
from throughline.modules.sales import locks
from throughline.modules.sales.acts.amend import amend
from throughline.modules.sales.acts.asking import AmendmentInput, LineAmendment
from throughline.modules.sales.acts.committing import LINE
from throughline.modules.sales.acts.pricing import LineInput
from throughline.modules.sales.locks import LockedLine, LockedOrder
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned, operation, sift


@dataclass(frozen=True, slots=True)
class SubstitutionInput:
    """A line, what to deliver for it, and how much (stock units): what is not allocated yet, unless said."""

    line_id: int
    substitute_id: int
    quantity: Decimal | None = None


@operation("sales.substitute_lines", permission="sales.order.amend", duty=Duty.ORDER_ENTRY)
def substitute_lines(
    ctx: Ctx, *, substitutions: Sequence[SubstitutionInput], reason: str, agreed: bool = False
) -> Outcomes:
    """Deliver substitutes for open lines, by an amendment: the line keeps what was asked for, a new one delivers.

    Only what the catalog allows, at the price that it says. A customer who takes no substitutes is asked first: an
    exception waits until somebody says that the customer `agreed`. An outcome is an order: one of which a line cannot
    be substituted so is refused by itself, as is a line of no order.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why; the reason stays with the order.", field="reason")
    asked = {one.line_id: one for one in substitutions}
    orders = locks.orders_of_lines(ctx, list(asked))
    by_order = locks.lines_of(ctx, list(orders))
    lines = {line.id: line for found in by_order.values() for line in found if line.id in asked}
    demands = demands_of(ctx, LINE, list(lines))
    allowed = {
        (one.item_id, one.substitute_id): one
        for found in substitutes_of({line.item_id for line in lines.values()}).values()
        for one in found
    }
    judged = sift(
        _in_order(substitutions, lines),
        partial(_judged, orders, lines, demands, allowed),
        lambda parts: _named(parts, orders, lines),
    )
    takes = {line: quantity for parts in judged.sound.values() for line, quantity in parts.items()}
    known = {line: lines[line] for line in takes}
    orders = {lines[line].order_id: orders[lines[line].order_id] for line in takes}
    parties = customers(ctx, {order.party_id for order in orders.values()})
    willing = {n for n, order in orders.items() if agreed or parties[order.party_id].accepts_substitutes}
    to_ask = [(orders[line.order_id], line) for line in known.values() if line.order_id not in willing]
    _ask(ctx, to_ask, asked, allowed)
    amendments = _amendments(orders, willing, known, asked, takes, allowed, reason)
    done = {one.subject: one for one in amend(ctx, amendments)} if amendments else {}
    settled = [line.id for line in known.values() if line.order_id in done and done[line.order_id].status == "done"]
    clear_exceptions(ctx, "substitute_unagreed", LINE, settled, "a substitute is delivered")
    sound = (orders[lines[min(parts)].order_id] for parts in judged.sound.values())
    return judged.with_done(done.get(order.id) or _held(order) for order in sound)


Parts = Sequence[SubstitutionInput]


def _in_order(substitutions: Parts, lines: Mapping[int, LockedLine]) -> list[Parts]:
    """Put what concerns one order together, in the order in which the orders come; what is of none stands alone."""
    parts: dict[tuple[str, int], list[SubstitutionInput]] = {}
    for one in substitutions:
        key = ("order", lines[one.line_id].order_id) if one.line_id in lines else ("line", one.line_id)
        parts.setdefault(key, []).append(one)
    return list(parts.values())


def _named(parts: Parts, orders: Mapping[int, LockedOrder], lines: Mapping[int, LockedLine]) -> tuple[int, str]:
    line = lines.get(parts[0].line_id)
    return locks.named(orders, line.order_id) if line else (parts[0].line_id, f"line {parts[0].line_id}")


def _judged(
    orders: Mapping[int, LockedOrder],
    lines: Mapping[int, LockedLine],
    demands: Mapping[int, DemandFacts],
    allowed: Mapping[tuple[int, int], SubstituteFacts],
    parts: Parts,
) -> dict[int, Decimal]:
    """Say how much of which lines of an order is delivered by substitutes, or refuse them."""
    takes: dict[int, Decimal] = {}
    for one in parts:
        if one.line_id not in lines:
            raise NotFound("line_unknown", f"There is no line {one.line_id} on an order.", field="line_id")
        line = lines[one.line_id]
        if line.id in takes:
            told = f"Line {line.line_no} of {orders[line.order_id].number} stands twice; name one substitute for it."
            raise InvalidInput("line_twice", told, field="line_id")
        takes[line.id] = _quantity(line, one, demands.get(line.id), allowed)
    return takes


def _quantity(
    line: LockedLine,
    one: SubstitutionInput,
    demand: DemandFacts | None,
    allowed: Mapping[tuple[int, int], SubstituteFacts],
) -> Decimal:
    """Give how much of a line is delivered by the substitute, refusing what is not open or not allowed."""
    if (line.item_id, one.substitute_id) not in allowed:
        told = f"Line {line.line_no}: the catalog names no such substitute for {line.item_code}."
        raise InvalidInput("no_substitute", told, field="substitute_id")
    still = demand.open if demand else Decimal(0)
    wanted = still if one.quantity is None else one.quantity
    if not 0 < wanted <= still:
        told = (
            f"Line {line.line_no}: {trimmed(wanted)} of {line.item_code}, where {trimmed(still)} is not allocated yet."
        )
        raise RuleViolation("nothing_open", told, field="quantity", line=line.line_no)
    return wanted


def _amendments(
    orders: Mapping[int, LockedOrder],
    willing: set[int],
    known: Mapping[int, LockedLine],
    asked: Mapping[int, SubstitutionInput],
    takes: Mapping[int, Decimal],
    allowed: Mapping[tuple[int, int], SubstituteFacts],
    reason: str,
) -> list[AmendmentInput]:
    units = packagings({one.substitute_id for one in asked.values()})
    stock_units = {number: item.stock_unit for number, item in items({o.substitute_id for o in asked.values()}).items()}
    amendments = []
    for number in sorted(willing):
        less, added = [], []
        for line in known.values():
            if line.order_id != number:
                continue
            other, take = asked[line.id].substitute_id, takes[line.id]
            less.append(LineAmendment(line.id, (line.wanted - take) / line.unit_factor))
            same = units.get((other, line.unit))
            is_same = same is not None and same.factor == line.unit_factor and take % line.unit_factor == 0
            unit = line.unit if is_same else stock_units[other]
            factor = line.unit_factor if is_same else Decimal(1)
            keeps = allowed[line.item_id, other].keeps_price and line.entered_price is not None
            price = (line.entered_price or Decimal(0)) / line.unit_factor * factor if keeps else None
            discount = line.discount_percent if keeps else Decimal(0)
            added.append(
                LineInput(other, take / factor, unit, price, discount, line.requested_on, ordered_item_id=line.item_id)
            )
        amendments.append(AmendmentInput(Versioned(number), reason, less, added))
    return amendments


def _ask(
    ctx: Ctx,
    to_ask: Sequence[tuple[LockedOrder, LockedLine]],
    asked: Mapping[int, SubstitutionInput],
    allowed: Mapping[tuple[int, int], SubstituteFacts],
) -> None:
    found = []
    for order, line in to_ask:
        other = allowed[line.item_id, asked[line.id].substitute_id]
        title = f"{order.number} line {line.line_no}: {line.item_code} is short, {other.code} would do"
        facts = {"ordered": line.item_code, "substitute": other.code, "customer": "takes no substitutes unasked"}
        query = {"line": line.id, "substitute": other.substitute_id, "agreed": "yes"}
        proposals = [{"operation": "sales.substitute_lines", "label": "Customer agrees", "query": query}]
        found.append(
            NewException(
                "substitute_unagreed",
                "sales",
                LINE,
                line.id,
                title,
                order.thread_id,
                facts,
                proposals,
                site_id=order.site_id,
                party_id=order.party_id,
            )
        )
    raise_exceptions(ctx, found)


def _held(order: LockedOrder) -> Outcome:
    told = f"{order.number}: the customer takes no substitutes unasked; it waits for a word from them."
    return Outcome(order.id, order.number, "held", "substitute_unagreed", told, {}, order.id)
