"""Making drafts: lines, tax and totals of the documents that groups of events give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO, quantum
from throughline.modules.billing.domain.tax import Credited, TaxedLine, TaxTotal, tax_back, tax_of
from throughline.modules.billing.locks import LockedEvent
from throughline.modules.billing.queries.rates import Rates, rate_of
from throughline.modules.parties.public import CustomerFacts
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

TaxKey = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line to be: the event with its rate; `net` is signed as the document counts it."""

    event: LockedEvent
    rate: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be, with amounts as printed: a credit note's are positive."""

    kind: str
    party_id: int
    thread_id: int | None
    origin_id: int | None
    currency: str
    group_key: str
    lines: Sequence[DraftLine]
    taxes: Sequence[TaxTotal]
    tax_rounding: str
    on_date: date

    @property
    def net(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.net for line in self.lines), ZERO)

    @property
    def tax(self) -> Decimal:
        """Sum of the taxes."""
        return sum((total.tax for total in self.taxes), ZERO)

    @property
    def sign(self) -> int:
        """What the document does to what the customer owes: 1 an invoice, -1 a credit note."""
        return -1 if self.kind == "credit_note" else 1


@dataclass(frozen=True, slots=True)
class Origins:
    """The invoices that events to be credited stand on, with rate by event and tax by invoice."""

    invoices: Mapping[int, int] = field(default_factory=dict)
    rates: Mapping[int, Decimal] = field(default_factory=dict)
    taxes: dict[int, dict[TaxKey, Credited]] = field(default_factory=dict)

    def credit(self, invoice: int, totals: Sequence[TaxTotal]) -> None:
        """Note what a document of this run takes back of an invoice, for the next one that corrects it."""
        known = self.taxes.get(invoice, {})
        for total in totals:
            key = (total.category, total.rate)
            if key in known:
                one = known[key]
                credited = (one.credited_base + total.base, one.credited_tax + total.tax)
                known[key] = Credited(one.base, one.tax, *credited)


def origins_of(ctx: Ctx, event_ids: Sequence[int]) -> Origins:
    """Find what was billed of events that are taken back: two statements, none where nothing is taken back."""
    if not event_ids:
        return Origins()
    billed = rows(
        """SELECT event_id, invoice_id, tax_rate FROM billing_invoice_line
           WHERE company_id = %s AND event_id = ANY(%s)""",
        [ctx.company_id, list(set(event_ids))],
    )
    invoices = {event: invoice for event, invoice, _ in billed}
    found = rows(
        """SELECT coalesce(i.origin_id, i.id), i.kind, t.tax_category, t.tax_rate, sum(t.base), sum(t.tax)
           FROM billing_invoice_tax t JOIN billing_invoice i ON i.id = t.invoice_id
           WHERE i.company_id = %s AND (i.id = ANY(%s) OR i.origin_id = ANY(%s)) GROUP BY 1, 2, 3, 4""",
        [ctx.company_id, list(set(invoices.values())), list(set(invoices.values()))],
    )
    taxes: dict[int, dict[TaxKey, Credited]] = {}
    for invoice, kind, category, rate, base, tax in sorted(found, key=lambda row: str(row[1]), reverse=True):
        known = taxes.setdefault(invoice, {})
        if kind == "invoice":
            known[category, rate] = Credited(base, tax)
        elif (category, rate) in known:
            known[category, rate] = Credited(known[category, rate].base, known[category, rate].tax, base, tax)
    return Origins(invoices, {event: rate for event, _, rate in billed}, taxes)


def draft_invoices(
    group: Sequence[LockedEvent],
    parties: Mapping[int, CustomerFacts],
    rates: Rates,
    per: str,
    origins: Origins,
    on_date: date,
) -> Draft:
    """Make the document of a group of events: an invoice, or a credit note where the sum is negative.

    What takes back a billed event keeps the rate it was billed at, and its tax is computed against that invoice: also
    against what others of the same run take back of it, which `origins` keeps.
    """
    first = group[0]
    total = sum((event.amount for event in group), ZERO)
    sign = -1 if total < 0 else 1
    lines = [
        DraftLine(
            event,
            origins.rates.get(event.origin_id or 0)
            if event.origin_id in origins.rates
            else rate_of(rates, event.line.customer_tax_category, event.line.tax_category),  # type: ignore[arg-type]
            sign * event.amount,
        )
        for event in group
    ]
    unit = quantum(first.line.currency)
    taxes = tax_of([TaxedLine(line.net, line.event.line.tax_category, line.rate) for line in lines], per, unit)
    origin = origins.invoices.get(first.origin_id or 0)
    if origin is not None and sign < 0:
        taxes = tax_back(taxes, origins.taxes.get(origin, {}), unit)
        origins.credit(origin, taxes)
    threads = {event.line.thread_id for event in group}
    return Draft(
        "credit_note" if sign < 0 else "invoice",
        first.line.party_id,
        threads.pop() if len(threads) == 1 else None,
        origin,
        first.line.currency,
        first.group_key,
        lines,
        taxes,
        per,
        on_date,
    )
