"""Registering money that parties paid."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from throughline.governance.public import Duty, company, load
from throughline.kernel.dates import month_of
from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.public import NewEntry, NewLine, closed_among, post
from throughline.modules.parties.public import party_names
from throughline.modules.settlement import locks
from throughline.modules.settlement.acts.credit import change_receivable
from throughline.modules.settlement.acts.items import (
    NewOpenItem,
    announce_settled,
    lower_balances,
    write_items,
    write_matches,
)
from throughline.modules.settlement.acts.leniency import leniencies
from throughline.modules.settlement.domain.matching import (
    Against,
    Discounts,
    Item,
    Leniency,
    Matched,
    PaymentInput,
    plan,
)
from throughline.modules.settlement.events import PaymentsRegistered
from throughline.modules.settlement.policies import PAYING_SHORT, PAYMENT_DATES
from throughline.platform.database.statements import rows
from throughline.platform.events import LARGEST, announce
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

PAYMENT = "settlement.payment"
Planned = tuple[PaymentInput, tuple[Against, ...]]


@operation("settlement.register_payments", permission="settlement.payment.register", duty=Duty.PAYMENT)
def register_payments(ctx: Ctx, *, payments: Sequence[PaymentInput]) -> Outcomes:
    """Register money received: booked, matched with what it settles, taken off what the parties owe.

    Books bank against receivables, with cash discounts, their tax and what is written off beside, as policy
    `settlement.paying_short` allows. What settles nothing stays on account. An outcome names the payment and says what
    was missing of it. The number of statements is constant.
    """
    items = locks.open_items(
        ctx,
        (match.open_item_id for payment in payments for match in payment.named()),
        (payment.party_id for payment in payments if payment.matches is None),
    )
    names = party_names(payment.party_id for payment in payments)
    currency = company(ctx).currency
    closed = closed_among(ctx, (payment.on_date for payment in payments))
    policies = load(ctx, PAYING_SHORT, PAYMENT_DATES)
    latest = ctx.today + timedelta(policies.ask(PAYMENT_DATES).answer.days_ahead)
    faults = [_fault(payment, names, currency, closed, latest) for payment in payments]
    sound = [place for place, fault in enumerate(faults) if fault is None]
    lenient = leniencies(ctx, {payments[place].party_id for place in sound}, policies)
    decided = plan([payments[place] for place in sound], items, lenient)
    refused = {
        place: Outcome.refusal(place, _label(payments[place]), fault) for place, fault in enumerate(faults) if fault
    }
    kept: dict[int, Planned] = {}
    for at, place in enumerate(sound):
        settles = decided[at]
        if isinstance(settles, DomainError):
            refused[place] = Outcome.refusal(place, _label(payments[place]), settles)
        else:
            kept[place] = (payments[place], settles)
    written = _register(ctx, list(kept.values()), items, currency, lenient) if kept else []
    registered = dict(zip(kept, written, strict=True))
    return Outcomes(
        refused.get(place) or _done(place, registered[place], kept[place], items) for place in range(len(payments))
    )


def _label(payment: PaymentInput) -> str:
    return payment.bank_reference or f"{payment.amount} of party {payment.party_id}"


def _fault(
    payment: PaymentInput, names: Mapping[int, str], currency: str, closed: Collection[date], latest: date
) -> DomainError | None:
    if payment.party_id not in names:
        return NotFound(
            "party_unknown",
            f"There is no party {payment.party_id} that could have paid; correct the party.",
            party=payment.party_id,
        )
    if payment.currency not in ("", currency):
        return InvalidInput(
            "currency_foreign",
            f"The payment is in {payment.currency}, the books are in {currency}; register its value in {currency}.",
            field="currency",
        )
    if payment.on_date > latest:
        return InvalidInput(
            "date_ahead",
            f"{payment.on_date} is yet to come: a payment is dated {latest} at the latest. Date it by the day on which "
            "the money came in, or change policy settlement.payment_dates.",
            field="on_date",
            latest=latest,
        )
    if month_of(payment.on_date) in closed:
        return RuleViolation(
            "period_closed",
            f"The books of {payment.on_date:%Y-%m} are closed; date the payment in an open month.",
            month=payment.on_date,
        )
    return None


def _done(place: int, written: tuple[int, str], planned: Planned, items: Mapping[int, Item]) -> Outcome:
    """Say what was registered, and what was missing of it."""
    number, label = written
    payment, settles = planned
    told = []
    for match in settles:
        item = items[match.open_item_id]
        if match.discount:
            late = item.discount_until is not None and payment.on_date > item.discount_until
            granted = f"{match.discount} cash discount on {item.number}"
            told.append(f"{granted}, granted after {item.discount_until}." if late else f"{granted}.")
        if match.written_off:
            told.append(f"{match.written_off} of {item.number} written off.")
    facts = {
        "discount": sum((match.discount for match in settles), ZERO),
        "written_off": sum((match.written_off for match in settles), ZERO),
    }
    return Outcome(place, label, "done", "", " ".join(told), facts if told else {}, number)


def _register(
    ctx: Ctx,
    kept: Sequence[Planned],
    items: Mapping[int, Item],
    currency: str,
    lenient: Mapping[int, Leniency],
) -> list[tuple[int, str]]:
    """Write payments with their items, matches and entries, and give ids and numbers."""
    numbers = [f"PAY-{number:06d}" for number in draw("settlement_payment_number", len(kept))]
    ids = _payments(ctx, kept, numbers, currency)
    credit_items = write_items(ctx, _items(kept, ids, numbers, currency))
    discounts = Discounts()
    matched = [
        [_matched(match, credit_item, items, lenient[payment.party_id], discounts) for match in settles]
        for (payment, settles), credit_item in zip(kept, credit_items, strict=True)
    ]
    matches = [(match, payment.on_date) for (payment, _), own in zip(kept, matched, strict=True) for match in own]
    write_matches(ctx, matches)
    used: defaultdict[int, Decimal] = defaultdict(Decimal)
    owed: defaultdict[int, Decimal] = defaultdict(Decimal)
    for match, _ in matches:
        used[match.debit_item_id] += match.amount + match.discount + match.written_off
    for payment, settles in kept:
        owed[payment.party_id] -= payment.amount + sum((match.settled - match.amount for match in settles), ZERO)
    settled = lower_balances(ctx, used, items)
    change_receivable(ctx, owed)
    post(
        ctx,
        [
            _entry(payment, own, number, text)
            for (payment, _), own, number, text in zip(kept, matched, ids, numbers, strict=True)
        ],
        currency=currency,
    )
    ctx.running().touched(PAYMENT, *ids)
    announce_settled(ctx, settled)
    for start in range(0, len(ids), LARGEST):
        parties = {payment.party_id for payment, _ in kept[start : start + LARGEST]}
        announce(ctx, PaymentsRegistered(tuple(ids[start : start + LARGEST]), tuple(sorted(parties))))
    return list(zip(ids, numbers, strict=True))


def _matched(
    match: Against, credit_item: int, items: Mapping[int, Item], lenient: Leniency, discounts: Discounts
) -> Matched:
    tax = discounts.take(items[match.open_item_id], match.discount, lenient)
    return Matched(match.open_item_id, credit_item, match.amount, match.discount, match.written_off, tax)


def _payments(ctx: Ctx, kept: Sequence[Planned], numbers: Sequence[str], currency: str) -> list[int]:
    found = rows(
        """INSERT INTO settlement_payment
               (company_id, currency, state, party_id, number, on_date, amount, bank_reference)
           SELECT %s, %s, 'registered', u.*
           FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::numeric[], %s::text[]) AS u RETURNING id""",
        [
            ctx.company_id,
            currency,
            [payment.party_id for payment, _ in kept],
            list(numbers),
            [payment.on_date for payment, _ in kept],
            [payment.amount for payment, _ in kept],
            [payment.bank_reference for payment, _ in kept],
        ],
    )
    return [number for (number,) in found]


def _items(kept: Sequence[Planned], ids: Sequence[int], numbers: Sequence[str], currency: str) -> list[NewOpenItem]:
    """Give the payments' own open items, owed to the party, less what they settle at once."""
    return [
        NewOpenItem(
            payment.party_id,
            "payment",
            DocumentRef(PAYMENT, number),
            text,
            payment.on_date,
            payment.on_date,
            currency,
            -payment.amount,
            matched=-sum((match.amount for match in settles), ZERO),
        )
        for (payment, settles), number, text in zip(kept, ids, numbers, strict=True)
    ]


def _entry(payment: PaymentInput, settles: Sequence[Matched], number: int, text: str) -> NewEntry:
    discount = sum((match.discount for match in settles), ZERO)
    tax = sum((match.tax for match in settles), ZERO)
    written_off = sum((match.written_off for match in settles), ZERO)
    return NewEntry(
        "bank",
        payment.on_date,
        f"{text} {payment.bank_reference}".strip(),
        DocumentRef(PAYMENT, number),
        [
            NewLine("BANK", payment.amount),
            NewLine("SDISC", discount - tax, party_id=payment.party_id),
            NewLine("VATO", tax),
            NewLine("WOFF", written_off, party_id=payment.party_id),
            NewLine("AR", -payment.amount - discount - written_off, party_id=payment.party_id),
        ],
    )
