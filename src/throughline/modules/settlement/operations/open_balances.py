"""Opening balances: what customers owed before the company's books began here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.public import Duty, currency
from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO, rounded
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.modules.settlement import locks
from throughline.modules.settlement.acts.credit import change_receivable
from throughline.modules.settlement.acts.items import (
    NewOpenItem,
    announce_settled,
    lower_balances,
    open_items,
    write_items,
    write_matches,
)
from throughline.modules.settlement.domain.matching import Item, Matched
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

OPENING = "settlement.opening"
LONGEST = 40


@dataclass(frozen=True, slots=True)
class OpeningInput:
    """A document of the system before: what is still owed on it (+, an invoice) or owed to the customer (-)."""

    party_id: int
    number: str
    on_date: date
    amount: Decimal
    due_on: date | None = None


@operation("settlement.open_balances", permission="settlement.balance.open", duty=Duty.POSTING)
def open_balances(ctx: Ctx, *, openings: Sequence[OpeningInput], booked_on: date | None = None) -> Outcomes:
    """Open what customers owed before, one item a document, and book receivables against opening balances.

    A number that the customer has already is refused. The date of the document counts for dunning, `booked_on`
    (today, unless said) for the books. An outcome names the open item.
    """
    known = customers(ctx, {one.party_id for one in openings})
    taken = _taken(ctx, openings)
    refused: dict[int, Outcome] = {}
    kept: dict[int, OpeningInput] = {}
    for place, one in enumerate(openings):
        try:
            _check(one, known, taken)
            taken.add((one.party_id, one.number.upper()))
            kept[place] = one
        except DomainError as error:
            refused[place] = Outcome.refusal(place, one.number, error)
    ids = _write(ctx, list(kept.values()), known, booked_on or ctx.today) if kept else []
    by_place = dict(zip(kept, ids, strict=True))
    ctx.running().touched("settlement.open_item", *ids)
    return Outcomes(
        refused.get(place) or Outcome(place, one.number, "done", document=by_place[place])
        for place, one in enumerate(openings)
    )


@operation("settlement.reverse_openings", permission="settlement.balance.open", duty=Duty.POSTING)
def reverse_openings(ctx: Ctx, *, items: Sequence[int], reason: str) -> Outcomes:
    """Take opening balances back that nothing was paid on: each is set against a counter item, and booked back."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the balances are taken back.", field="reason")
    found = locks.open_items(ctx, items)
    outcomes, kept = [], list[Item]()
    for number in items:
        try:
            kept.append(_reversible(number, found.get(number)))
            outcomes.append(Outcome(number, found[number].number, "done", document=number))
        except DomainError as error:
            outcomes.append(Outcome.refusal(number, found[number].number if number in found else str(number), error))
    if kept:
        _reverse(ctx, kept, reason)
    ctx.running().touched("settlement.open_item", *(item.id for item in kept))
    return Outcomes(outcomes)


def _taken(ctx: Ctx, openings: Sequence[OpeningInput]) -> set[tuple[int, str]]:
    found = rows(
        """SELECT DISTINCT i.party_id, upper(i.number) FROM unnest(%s::bigint[], %s::text[]) AS u(party_id, number)
           JOIN settlement_open_item i ON i.company_id = %s AND i.party_id = u.party_id
            AND upper(i.number) = upper(u.number)
           WHERE NOT (i.document_kind = %s AND i.state = 'settled')""",
        [[one.party_id for one in openings], [one.number for one in openings], ctx.company_id, OPENING],
    )
    return {(party, number) for party, number in found}


def _check(one: OpeningInput, known: Mapping[int, CustomerFacts], taken: set[tuple[int, str]]) -> None:
    if one.party_id not in known:
        raise NotFound("customer_unknown", f"Party {one.party_id} is no customer of this company; save it first.")
    if not one.number.strip() or len(one.number) > LONGEST:
        raise InvalidInput("number_invalid", f"A document needs a number of 1 to {LONGEST} signs.", field="number")
    if not one.amount.is_finite() or not one.amount or one.amount != rounded(one.amount):
        raise InvalidInput(
            "amount_invalid", f"Amount {one.amount} must not be zero and has two decimals at most.", field="amount"
        )
    if abs(one.amount) >= Decimal(10) ** 15:
        raise InvalidInput("amount_invalid", f"Amount {one.amount} is too large.", field="amount")
    if one.due_on is not None and one.due_on < one.on_date:
        raise InvalidInput(
            "dates_reversed", f"{one.number} falls due on {one.due_on}, before its date {one.on_date}.", field="due_on"
        )
    if (one.party_id, one.number.upper()) in taken:
        raise RuleViolation(
            "number_taken",
            f"{known[one.party_id].name} has an item {one.number} already; leave it out.",
            field="number",
        )


def _write(ctx: Ctx, kept: Sequence[OpeningInput], known: Mapping[int, CustomerFacts], booked_on: date) -> list[int]:
    document = DocumentRef(OPENING, ctx.running().operation_id)
    money = currency(ctx)
    ids = open_items(
        ctx,
        [
            NewOpenItem(
                one.party_id,
                "invoice" if one.amount > 0 else "credit_note",
                document,
                one.number.strip(),
                one.on_date,
                one.due_on or one.on_date,
                money,
                one.amount,
            )
            for one in kept
        ],
    )
    owed: dict[int, Decimal] = {}
    for one in kept:
        owed[one.party_id] = owed.get(one.party_id, ZERO) + one.amount
    _book(ctx, document, owed, booked_on, "Opening balances of customers")
    return ids


def _book(ctx: Ctx, document: DocumentRef, owed: Mapping[int, Decimal], on: date, text: str) -> None:
    lines = [NewLine("AR", amount, party_id=party) for party, amount in sorted(owed.items())]
    lines.append(NewLine("OPEN", -sum(owed.values(), ZERO)))
    post(ctx, [NewEntry("general", on, text, document, lines)], currency=currency(ctx))


def _reversible(number: int, item: Item | None) -> Item:
    if item is None:
        raise NotFound("open_item_unknown", f"There is no open item {number}.", open_item=number)
    if item.document_kind != OPENING:
        raise RuleViolation("not_an_opening", f"{item.number} is no opening balance; credit its document instead.")
    if item.balance != item.amount:
        raise RuleViolation(
            "opening_used",
            f"{item.amount - item.balance} of {item.number} is settled already; it cannot be taken back.",
            open_item=number,
        )
    return item


def _reverse(ctx: Ctx, kept: Sequence[Item], reason: str) -> None:
    document = DocumentRef(OPENING, ctx.running().operation_id)
    counters = write_items(
        ctx,
        [
            NewOpenItem(
                item.party_id,
                "credit_note" if item.amount > 0 else "invoice",
                document,
                item.number,
                ctx.today,
                ctx.today,
                item.currency,
                -item.amount,
                matched=-item.amount,
            )
            for item in kept
        ],
    )
    matches = [
        (Matched(*((item.id, counter) if item.amount > 0 else (counter, item.id)), abs(item.amount), ZERO), ctx.today)
        for item, counter in zip(kept, counters, strict=True)
    ]
    write_matches(ctx, matches)
    settled = lower_balances(ctx, {item.id: item.balance for item in kept}, {item.id: item for item in kept})
    owed: dict[int, Decimal] = {}
    for item in kept:
        owed[item.party_id] = owed.get(item.party_id, ZERO) - item.amount
    change_receivable(ctx, owed)
    _book(ctx, document, owed, ctx.today, f"Opening balances taken back: {reason}")
    announce_settled(ctx, settled)
