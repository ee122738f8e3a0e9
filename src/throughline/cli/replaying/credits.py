"""Cancellations: goods go back against the deliveries they undo, a day later; the rest is credited as approved.

A delivery is undone by a cancellation of the same customer, item and price, the latest first. What finds none (sold
before the file begins, at another price, or no goods at all) is a credit on its own, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from throughline.cli.replaying import chunks, rules, state
from throughline.cli.replaying.company import Company, moment
from throughline.cli.replaying.masters import have_customers, have_items
from throughline.cli.replaying.reading import CREDIT, Book, Document, Line
from throughline.modules.billing.public import CreditInput, CreditLineInput, credit_without_origin
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns

#: Goods come back so many days after their cancellation, so that what left on that day has been delivered.
BACK_DAYS = 1
REASON = "Cancellation {}"


class Plan(NamedTuple):
    """What a set of cancellations takes back, and what it credits without."""

    returns: list[ReturnInput]
    credits: list[CreditInput]


class Back(NamedTuple):
    """What of a delivery comes back, and the line of the file that says so."""

    delivery: state.Delivery
    line: Line
    quantity: Decimal


def take_back(company: Company, book: Book, day: date) -> None:
    """Work the cancellations that came in a day before, set by set."""
    came_in = day - timedelta(days=BACK_DAYS)
    done = state.done_keys(company, str(came_in))
    at = moment(day, rules.TAKING_BACK)
    for place, part in enumerate(chunks.whole(book.of(came_in, CREDIT), lambda credit: len(credit.lines))):
        if f"{came_in}:return:{place}" in done:
            continue
        have_items(company, book, (line.code for credit in part for line in credit.lines), at)
        have_customers(company, book, (credit.customer for credit in part), at)
        plan = _plan(company, book, part)
        if plan.credits and f"{came_in}:credit:{place}" not in done:
            ctx = company.as_("billing", at, f"{came_in}:credit:{place}")
            credit_without_origin(ctx, credits=plan.credits).unrefused()
        if plan.returns:
            receive_returns(company.as_("dock", at, f"{came_in}:return:{place}"), returns=plan.returns).unrefused()
        company.react(at)


def _plan(company: Company, book: Book, part: Sequence[Document]) -> Plan:
    """Find the deliveries that cancellations undo; a delivery gives no more than is left of it."""
    plan = Plan([], [])
    left = _deliveries(company, part)
    for credit in part:
        party = company.customers[credit.customer]
        back: dict[int, Back] = {}
        rest = []
        for line in credit.lines:
            open_ = Decimal(abs(line.quantity))
            for delivery in left[party, company.items[line.code], line.price] if line.quantity < 0 else []:
                take = min(open_, delivery.left)
                if take > 0:
                    known = back.get(delivery.id, Back(delivery, line, Decimal(0)))
                    back[delivery.id] = known._replace(quantity=known.quantity + take)
                    delivery.left -= take
                    open_ -= take
            if open_:
                rest.append(_credit_line(company, book, line, open_))
        for parts in _apart(back.values()):
            lines = [_return_line(company, part) for part in parts]
            plan.returns.append(ReturnInput(lines, REASON.format(credit.number)))
        if rest:
            plan.credits.append(CreditInput(party, rest, _reason(book, credit), label=credit.number))
    return plan


def _deliveries(
    company: Company, part: Sequence[Document]
) -> defaultdict[tuple[int, int, Decimal], list[state.Delivery]]:
    wanted = {
        (company.customers[credit.customer], company.items[line.code])
        for credit in part
        for line in credit.lines
        if rules.is_goods(line.code)
    }
    found: defaultdict[tuple[int, int, Decimal], list[state.Delivery]] = defaultdict(list)
    for delivery in state.deliveries(company, sorted(wanted)):
        found[delivery.party_id, delivery.item_id, delivery.unit_price].append(delivery)
    return found


def _apart(back: Iterable[Back]) -> list[list[Back]]:
    """Put deliveries of one order line on different returns: a return takes back of an order line once."""
    returns: list[dict[int, Back]] = []
    for part in back:
        free = next((one for one in returns if part.delivery.order_line not in one), None)
        if free is None:
            free = {}
            returns.append(free)
        free[part.delivery.order_line] = part
    return [list(one.values()) for one in returns]


def _return_line(company: Company, part: Back) -> ReturnLineInput:
    """Put goods back into their bin."""
    place = company.places[rules.bin_of(part.line.code)]
    return ReturnLineInput(part.delivery.id, part.quantity, location_id=place)


def _credit_line(company: Company, book: Book, line: Line, quantity: Decimal) -> CreditLineInput:
    return CreditLineInput(
        line.code,
        book.names[line.code],
        quantity,
        abs(line.price),
        revenue_role="REV" if rules.is_goods(line.code) else "REVF",
        item_id=company.items[line.code],
    )


def _reason(book: Book, credit: Document) -> str:
    if not credit.number.startswith("C"):
        return f"{book.names[credit.lines[0].code]}: {credit.number}"
    return REASON.format(f"{credit.number}: no delivery at this price on record")
