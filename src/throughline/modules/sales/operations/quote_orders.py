"""Capturing quotes, and changing them before they are orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from psycopg.types.json import Jsonb

from throughline.governance.public import Duty, open_threads, site, sites, strange_words
from throughline.kernel.errors import DomainError, InvalidInput, RuleViolation, StaleVersion
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import Rates, rates_on
from throughline.modules.parties.public import SERVICE_CLASSES, CustomerFacts, customers
from throughline.modules.sales import locks
from throughline.modules.sales.acts.carriers import Carried, Carriers, read_carriers
from throughline.modules.sales.acts.lines import write_lines
from throughline.modules.sales.acts.pricing import Asked, LineInput, PricedLine, price
from throughline.modules.sales.lifecycle import ORDER, S
from throughline.modules.sales.models import Order, OrderLine
from throughline.modules.sales.policies import CHANNELS
from throughline.platform.database import writes
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned, operation

#: A vocabulary and a word of it.
Word = tuple[str, str]


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """What a customer asks for: from which site, by when, under which number of theirs.

    What is left empty comes from the customer: address, service class, ship complete. `carrier_service` is a code;
    where it is empty, policy chooses.
    """

    party_id: int
    site_id: int
    lines: Sequence[LineInput]
    requested_on: date | None = None
    customer_po: str = ""
    ship_to_id: int | None = None
    service_class: Annotated[str, SERVICE_CLASSES] = ""
    ship_complete: bool | None = None
    channel: Annotated[str, CHANNELS] = "desk"
    carrier_service: str = ""


@operation("sales.quote_orders", permission="sales.order.quote", duty=Duty.ORDER_ENTRY)
def quote_orders(ctx: Ctx, *, quotes: Sequence[QuoteInput]) -> Outcomes:
    """Capture quotes: priced with their reasons, claiming nothing. A quote with a wrong line is refused alone.

    An outcome's document is the order, its label the number.
    """
    parties = customers(ctx, {quote.party_id for quote in quotes})
    rates = rates_on(ctx, ctx.today)
    known_sites = sites(ctx)
    carriers = read_carriers(ctx, (q.carrier_service for q in quotes), (_place(q, parties) for q in quotes))
    good, refused = _priced(ctx, quotes, parties, rates, set(known_sites), carriers, _strange(ctx, quotes))
    outcomes = {place: Outcome.refusal(place, f"quote {place + 1}", error) for place, error in refused.items()}
    if good:
        ids, numbers = _write(ctx, [(quotes[place], lines) for place, lines in good.items()], parties, carriers)
        for place, number, label in zip(good, ids, numbers, strict=True):
            outcomes[place] = Outcome(place, label, "done", "quoted", f"{label} quoted.", {}, number)
        ctx.running().touched("sales.order", *ids)
    return Outcomes(outcomes[place] for place in range(len(quotes)))


@operation("sales.change_quote", permission="sales.order.quote", duty=Duty.ORDER_ENTRY)
def change_quote(ctx: Ctx, *, order: Versioned, quote: QuoteInput) -> int:
    """Replace what a quote says: lines are priced anew, approvals of what changed no longer count."""
    found = locks.orders(ctx, [order.id])
    if order.id not in found:
        raise InvalidInput("order_unknown", f"There is no order {order.id}.", field="order")
    locked = found[order.id]
    ORDER.target("change", S(locked.state), label=locked.number)
    if order.version is not None and order.version != locked.version:
        raise StaleVersion("stale_version", f"{locked.number} was changed by somebody else; look at it again.")
    for fault in _strange(ctx, [quote]).values():
        raise fault
    parties = customers(ctx, [quote.party_id])
    customer = _customer(quote, parties)
    asked = Asked(customer, locked.currency, quote.requested_on or ctx.today, quote.lines)
    (lines,) = price(ctx, [asked], rates_on(ctx, ctx.today))
    site(ctx, quote.site_id)
    writes.delete(OrderLine, [line.id for line in locks.lines_of(ctx, [order.id])[order.id]])
    carriers = read_carriers(ctx, [quote.carrier_service], [_place(quote, parties)])
    record = (order.id, *_header(ctx, quote, customer, lines, carriers), locked.version + 1)
    writes.update(Order, "id", (*_HEADER, "version"), [record])
    write_lines(ctx, [(order.id, lines)])
    ctx.running().touched("sales.order", order.id)
    return order.id


@operation("sales.lose_quotes", permission="sales.order.quote", duty=Duty.ORDER_ENTRY)
def lose_quotes(ctx: Ctx, *, orders: Sequence[Versioned], reason: str) -> Outcomes:
    """Close quotes that will not become orders, with the reason."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the quote was lost.", field="reason")
    found = locks.orders(ctx, (order.id for order in orders))
    outcomes, records = [], []
    for order in orders:
        locked = found.get(order.id)
        if locked is None:
            message = f"There is no order {order.id}."
            outcomes.append(Outcome(order.id, f"order {order.id}", "refused", "order_unknown", message))
            continue
        try:
            target = ORDER.target("lose", S(locked.state), label=locked.number)
            if order.version is not None and order.version != locked.version:
                raise StaleVersion("stale_version", f"{locked.number} was changed by somebody else; look at it again.")
            records.append((order.id, target.value, reason, locked.version + 1))
            outcomes.append(Outcome(order.id, locked.number, "done", "lost", f"{locked.number} lost.", {}, order.id))
        except (RuleViolation, StaleVersion) as error:
            outcomes.append(Outcome.refusal(order.id, locked.number, error))
    writes.update(Order, "id", ("state", "closed_reason", "version"), records)
    return Outcomes(outcomes)


def _priced(
    ctx: Ctx,
    quotes: Sequence[QuoteInput],
    parties: Mapping[int, CustomerFacts],
    rates: Rates,
    known_sites: set[int],
    carriers: Carriers,
    strange: Mapping[Word, InvalidInput],
) -> tuple[dict[int, list[PricedLine]], dict[int, DomainError]]:
    """Price all quotes together; where one is wrong, price them one by one and leave the wrong ones out."""
    asked, refused = {}, {}
    for place, quote in enumerate(quotes):
        try:
            customer = _customer(quote, parties)
            if fault := _fault(quote, strange):
                raise fault
            if quote.site_id not in known_sites:
                raise InvalidInput("site_unknown", f"There is no site {quote.site_id}.", field="site_id")
            if quote.carrier_service:
                carriers.named(quote.carrier_service)
            asked[place] = Asked(customer, customer.currency, quote.requested_on or ctx.today, quote.lines)
        except DomainError as error:
            refused[place] = error
    try:
        return dict(zip(asked, price(ctx, list(asked.values()), rates), strict=True)), refused
    except DomainError:
        good = {}
        for place, one in asked.items():
            try:
                (good[place],) = price(ctx, [one], rates)
            except DomainError as error:
                refused[place] = error
        return good, refused


def _strange(ctx: Ctx, quotes: Sequence[QuoteInput]) -> Mapping[Word, InvalidInput]:
    """Say which service classes and channels nobody knows; an empty class is the customer's."""
    classes = {quote.service_class for quote in quotes if quote.service_class}
    channels = {quote.channel for quote in quotes}
    return {
        (vocabulary.name, word): fault
        for vocabulary, field, words in (
            (SERVICE_CLASSES, "service_class", classes),
            (CHANNELS, "channel", channels),
        )
        for word, fault in strange_words(ctx, vocabulary, words, field).items()
    }


def _fault(quote: QuoteInput, strange: Mapping[Word, InvalidInput]) -> InvalidInput | None:
    asked = ((SERVICE_CLASSES.name, quote.service_class), (CHANNELS.name, quote.channel))
    return next((strange[word] for word in asked if word in strange), None)


def _customer(quote: QuoteInput, parties: Mapping[int, CustomerFacts]) -> CustomerFacts:
    if quote.party_id not in parties:
        raise InvalidInput(
            "customer_unknown", f"Party {quote.party_id} is no customer of this company.", field="party_id"
        )
    if not quote.lines:
        raise InvalidInput("no_lines", "A quote needs at least one line.", field="lines")
    return parties[quote.party_id]


_HEADER = (
    "party_id",
    "ship_to_id",
    "site_id",
    "customer_po",
    "channel",
    "service_class",
    "ship_complete",
    "requested_on",
    "net",
    "gross",
    "carrier_service_id",
    "carrier_why",
)


def _place(quote: QuoteInput, parties: Mapping[int, CustomerFacts]) -> int | None:
    """Give the address that goods of a quote go to."""
    return quote.ship_to_id or (parties[quote.party_id].ship_to_id if quote.party_id in parties else None)


def _carried(quote: QuoteInput, customer: CustomerFacts, carriers: Carriers) -> Carried:
    if quote.carrier_service:
        return carriers.named(quote.carrier_service)
    return carriers.chosen(
        customer,
        ship_to_id=quote.ship_to_id,
        service_class=quote.service_class,
        channel=quote.channel,
        site_id=quote.site_id,
    )


def _header(
    ctx: Ctx, quote: QuoteInput, customer: CustomerFacts, lines: Sequence[PricedLine], carriers: Carriers
) -> tuple[object, ...]:
    carried = _carried(quote, customer, carriers)
    return (
        quote.party_id,
        quote.ship_to_id or customer.ship_to_id,
        quote.site_id,
        quote.customer_po,
        quote.channel,
        quote.service_class or customer.service_class,
        customer.ship_complete if quote.ship_complete is None else quote.ship_complete,
        quote.requested_on or ctx.today,
        sum((line.net for line in lines), ZERO),
        sum((line.gross for line in lines), ZERO),
        carried.service.id if carried.service else None,
        Jsonb(carried.why),
    )


def _write(
    ctx: Ctx,
    quotes: Sequence[tuple[QuoteInput, list[PricedLine]]],
    parties: Mapping[int, CustomerFacts],
    carriers: Carriers,
) -> tuple[list[int], list[str]]:
    ids = draw("sales_order_id_seq", len(quotes))
    threads = open_threads(ctx, "sales.order", ids)
    numbers = [f"SO-{number:06d}" for number in ids]
    records = [
        (number, label, thread, customer.currency, *_header(ctx, quote, customer, lines, carriers))
        for number, label, thread, (quote, lines) in zip(ids, numbers, threads, quotes, strict=True)
        for customer in [parties[quote.party_id]]
    ]
    shares = ("allocated", "picked", "shipped", "delivered", "billed")
    constants = {
        "company_id": ctx.company_id,
        "state": S.QUOTED.value,
        "is_held": False,
        "quoted_at": ctx.now,
        "quoted_by": ctx.actor_id,
        "closed_reason": "",
        "version": 1,
        **{f"net_{share}": ZERO for share in shares},
    }
    writes.append(Order, ("id", "number", "thread_id", "currency", *_HEADER), records, constants)
    write_lines(ctx, [(number, lines) for number, (_, lines) in zip(ids, quotes, strict=True)])
    return ids, numbers


__all__ = ["LineInput", "QuoteInput", "change_quote", "lose_quotes", "quote_orders"]
