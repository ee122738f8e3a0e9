"""Reading invoices and credit notes for screens and for the printed document; keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from throughline.modules.parties.public import parties_named
from throughline.platform.database.found import Way, found_ids
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A posted document with what is still open of it."""

    id: int
    kind: str
    number: str
    party_id: int
    party: str
    thread_id: int | None
    origin_id: int | None
    currency: str
    on_date: date
    due_on: date
    terms: dict[str, Any]
    net: Decimal
    tax: Decimal
    gross: Decimal
    tax_rounding: str
    entry_id: int | None
    posted_at: datetime | None
    hash: str
    previous_hash: str
    item_id: int | None
    balance: Decimal | None
    disputed: bool | None
    dispute_reason: str | None

    @property
    def is_credit(self) -> bool:
        """Say whether it is a credit note."""
        return self.kind == "credit_note"


_INVOICES = """SELECT i.id, i.kind, i.number, i.party_id, i.party_name, i.thread_id, i.origin_id, i.currency, i.on_date,
        i.due_on, i.terms, i.net, i.tax, i.gross, i.tax_rounding, i.entry_id, i.posted_at, i.hash, i.previous_hash,
        o.id, o.balance, o.disputed, o.dispute_reason
    FROM billing_invoice i
    LEFT JOIN settlement_open_item o ON o.company_id = i.company_id AND o.document_kind = 'billing.invoice'
         AND o.document_id = i.id
    WHERE i.company_id = %(company)s AND i.state = 'posted' """


def invoice_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    beyond: tuple[date, int] | None = None,
    by_day: bool = False,
    kind: str | None = None,
    party_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    standing: str | None = None,
    words: str = "",
    size: int = 50,
) -> list[InvoiceRow]:
    """List posted documents, the newest first; `standing` is open, overdue, paid or disputed.

    `before` is the last id of the page before; those up to a day are reached at once `by_day`, `beyond` its last one.
    """
    ids = _searched(ctx, words) if words else None
    standings = {
        "open": "AND o.state = 'open'",
        "overdue": "AND o.state = 'open' AND o.balance > 0 AND i.due_on < %(today)s",
        "paid": "AND o.state = 'settled'",
        "disputed": "AND o.disputed",
    }
    return select(
        InvoiceRow,
        _INVOICES
        + standings.get(standing or "", "")
        + """ AND (%(ids)s::bigint[] IS NULL OR i.id = ANY(%(ids)s))
              AND (%(day)s::date IS NULL OR (i.on_date, i.id) < (%(day)s::date, %(last)s::bigint))
              AND (%(before)s::bigint IS NULL OR i.id < %(before)s) AND (%(kind)s::text IS NULL OR i.kind = %(kind)s)
              AND (%(party)s::bigint IS NULL OR i.party_id = %(party)s)
              AND (%(since)s::date IS NULL OR i.on_date >= %(since)s)
              AND (%(until)s::date IS NULL OR i.on_date <= %(until)s)
              AND (%(words)s = '' OR upper(i.number) LIKE upper(%(words)s) || '%%'
                   OR lower(i.party_name) LIKE lower(%(words)s) || '%%')
              ORDER BY """
        + ("i.on_date DESC, i.id DESC LIMIT %(size)s" if by_day else "i.id DESC LIMIT %(size)s"),
        {"company": ctx.company_id, "before": before, "day": beyond[0] if beyond else None,
         "last": beyond[1] if beyond else None, "kind": kind, "party": party_id, "since": since, "until": until,
         "ids": ids, "words": "" if ids is not None else words, "size": size, "today": ctx.today},
    )  # fmt: skip


def _searched(ctx: Ctx, words: str) -> list[int] | None:
    """Give the documents whose number or party begins so, where they are few enough to name."""
    named = ("party_id", parties_named(words))
    return found_ids("billing_invoice", ctx.company_id, words, [Way("number")], under=named)


def invoice(ctx: Ctx, invoice_id: int) -> InvoiceRow | None:
    """Give a posted document, or nothing."""
    found = select(InvoiceRow, _INVOICES + "AND i.id = %(id)s", {"company": ctx.company_id, "id": invoice_id})
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """A line with the fact that it bills."""

    id: int
    line_no: int
    order_label: str
    delivery_label: str
    item_code: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    tax_rate: Decimal
    source_kind: str
    source_id: int
    on_date: date
    kind: str
    customer_po: str
    root_kind: str | None
    root_id: int | None
    tax_category: str


def invoice_lines(ctx: Ctx, invoice_id: int) -> list[InvoiceLineRow]:
    """List the lines of a document in their order."""
    return select(
        InvoiceLineRow,
        """SELECT n.id, n.line_no, n.order_label, n.delivery_label, n.item_code, n.description, n.quantity, n.unit,
                  n.unit_price, n.net, n.tax_rate, e.source_kind, e.source_id, e.on_date, e.kind, b.customer_po,
                  t.root_kind, t.root_id, n.tax_category
           FROM billing_invoice_line n JOIN billing_billable_event e ON e.id = n.event_id
           JOIN billing_billable_line b ON b.id = e.billable_line_id
           LEFT JOIN governance_thread t ON t.id = n.thread_id
           WHERE n.company_id = %s AND n.invoice_id = %s ORDER BY n.line_no""",
        [ctx.company_id, invoice_id],
    )


@dataclass(frozen=True, slots=True)
class TaxRow:
    """Tax of a document at one rate."""

    category: str
    rate: Decimal
    base: Decimal
    tax: Decimal


def invoice_taxes(ctx: Ctx, invoice_id: int) -> list[TaxRow]:
    """List the tax of a document by rate."""
    return select(
        TaxRow,
        """SELECT tax_category, tax_rate, base, tax FROM billing_invoice_tax
           WHERE company_id = %s AND invoice_id = %s ORDER BY tax_rate DESC""",
        [ctx.company_id, invoice_id],
    )


@dataclass(frozen=True, slots=True)
class SettledBy:
    """What was set against a document: a payment, or a credit note against an invoice."""

    document_kind: str
    document_id: int
    number: str
    on_date: date
    amount: Decimal
    discount: Decimal


def settled_by(ctx: Ctx, item_id: int) -> list[SettledBy]:
    """List what was set against an open item, on either side."""
    return select(
        SettledBy,
        """SELECT o.document_kind, o.document_id, o.number, m.on_date, m.amount, m.discount
           FROM settlement_match m JOIN settlement_open_item o
             ON o.company_id = m.company_id
            AND o.id = CASE WHEN m.debit_item_id = %(item)s THEN m.credit_item_id ELSE m.debit_item_id END
           WHERE m.company_id = %(company)s AND (m.debit_item_id = %(item)s OR m.credit_item_id = %(item)s)
           ORDER BY m.id""",
        {"company": ctx.company_id, "item": item_id},
    )


def credits_of(ctx: Ctx, invoice_id: int) -> list[tuple[int, str, Decimal]]:
    """List the credit notes that correct an invoice: id, number, gross."""
    found = rows(
        """SELECT id, number, gross FROM billing_invoice
           WHERE company_id = %s AND origin_id = %s AND state = 'posted' ORDER BY id""",
        [ctx.company_id, invoice_id],
    )
    return [(number, label, gross) for number, label, gross in found]


def numbers(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Give kind and number of documents by id."""
    found = rows("SELECT id, kind, number FROM billing_invoice WHERE id = ANY(%s)", [list(ids)])
    return {document: (kind, label) for document, kind, label in found}
