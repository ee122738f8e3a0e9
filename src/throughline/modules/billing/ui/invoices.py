"""Invoices and credit notes: the list and the page of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.permissions import READ_INVOICES
from throughline.modules.billing.queries.documents import (
    InvoiceLineRow,
    InvoiceRow,
    SettledBy,
    TaxRow,
    credits_of,
    invoice,
    invoice_lines,
    invoice_rows,
    invoice_taxes,
    numbers,
    settled_by,
)
from throughline.modules.billing.ui.pdf import pdf_url
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Column,
    Document,
    Documents,
    Empty,
    Fact,
    Filter,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Nav,
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    Two,
    View,
    disc,
    half,
    list_url,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import MISSING, now, percent
from throughline.platform.ui.sentences import said
from throughline.platform.ui.slots import thread_line

KINDS = [("invoice", "Invoice"), ("credit_note", "Credit note")]
STANDINGS = [("open", "Open"), ("overdue", "Overdue"), ("paid", "Paid or settled"), ("disputed", "Disputed")]


def status(row: InvoiceRow) -> Status:
    """Say how a document stands: the worst first."""
    if row.balance is None:
        return ring("Posted")
    if row.disputed:
        return triangle("Disputed")
    if not row.balance:
        return disc("Settled" if row.is_credit else "Paid")
    if not row.is_credit and row.due_on < now().date():
        return triangle("Overdue")
    return half("Open" if abs(row.balance) == row.gross else "Partly paid")


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of documents."""
    by_day = asked.day("until") is not None
    found = invoice_rows(
        ctx,
        before=asked.before,
        beyond=asked.beyond,
        by_day=by_day,
        kind=asked.one("kind"),
        party_id=asked.number("customer"),
        since=asked.day("since"),
        until=asked.day("until"),
        standing=asked.one("standing"),
        words=asked.search,
        size=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, key=lambda row: f"{row.on_date},{row.id}" if by_day else row.id)


def signed(row: InvoiceRow, amount: Decimal) -> Decimal:
    """Give an amount as it weighs on the customer: a credit note's is negative."""
    return -amount if row.is_credit else amount


LIST = ListScreen(
    slug="invoices",
    title="Invoices",
    permission=READ_INVOICES,
    nav=Nav("Money", "Invoices", "file-invoice", 15),
    query=page,
    columns=[
        Column("number", "Number", "code", priority=1),
        Column("kind", "Kind", value=lambda row: "Credit note" if row.is_credit else "Invoice", priority=3, dim=True),
        Column("party", "Customer", priority=1, width=230),
        Column("on_date", "Date", "date", priority=2),
        Column("due_on", "Due", "date", lambda row: None if row.is_credit else row.due_on, priority=3),
        Column("net", "Net", "money", lambda row: signed(row, row.net), unit="currency", priority=3),
        Column("tax", "VAT", "money", lambda row: signed(row, row.tax), unit="currency", priority=4),
        Column("gross", "Gross", "money", lambda row: signed(row, row.gross), unit="currency", priority=2),
        Column("balance", "Open", "money", lambda row: row.balance or None, unit="currency", priority=3),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("standing", "Standing", choices=STANDINGS),
        Filter("kind", "Kind", choices=KINDS),
        Filter("customer", "Customer", "lookup", lookup="customers"),
        Filter("since", "Date", "date", operator="from"),
        Filter("until", "Date", "date", operator="to"),
    ],
    views=[View("all", "All"), View("open", "Open", {"standing": ["open"]}),
           View("overdue", "Overdue", {"standing": ["overdue"]}),
           View("credits", "Credit notes", {"kind": ["credit_note"]})],
    row_url=lambda row: record_url("invoices", row.id),
    new=Action("New credit", form="credits/new", key="N", dialog=False),
    empty=Empty("No invoices", "", "An invoice appears when what is earned is billed.",
                Action("See what can be billed", url=list_url("billing"))),
)  # fmt: skip


@dataclass(frozen=True)
class Invoice:
    """A posted document with everything on its page."""

    head: InvoiceRow
    lines: Sequence[InvoiceLineRow]
    taxes: Sequence[TaxRow]
    settled: Sequence[SettledBy]
    origin: InvoiceRow | None
    credits: Sequence[tuple[int, str, Decimal]]
    shown: Mapping[DocumentRef, refs.Shown]

    def ref(self, kind: str | None, number: int | None) -> refs.Shown | None:
        """Give how a document behind it is shown."""
        return self.shown.get(DocumentRef(kind, number)) if kind and number else None


@dataclass(frozen=True)
class InvoiceData:
    """A posted document as programs read it: head, lines with the facts that they bill, tax, what settled it."""

    head: InvoiceRow
    lines: Sequence[InvoiceLineRow]
    taxes: Sequence[TaxRow]
    settled: Sequence[SettledBy]
    credit_note_ids: Sequence[int]


def data(ctx: Ctx, one: Invoice) -> InvoiceData:
    """Give a document as data."""
    return InvoiceData(one.head, one.lines, one.taxes, one.settled, [number for number, _, _ in one.credits])


def load(ctx: Ctx, invoice_id: int) -> Invoice:
    """Read a document with its lines, tax, what was set against it, and the documents behind its lines."""
    head = invoice(ctx, invoice_id)
    if head is None:
        raise NotFound("invoice_unknown", "There is no such invoice.", invoice=invoice_id)
    lines = invoice_lines(ctx, invoice_id)
    settled = settled_by(ctx, head.item_id) if head.item_id else []
    wanted = {DocumentRef(line.source_kind, line.source_id) for line in lines}
    wanted |= {DocumentRef(line.root_kind, line.root_id) for line in lines if line.root_kind and line.root_id}
    wanted |= {DocumentRef(one.document_kind, one.document_id) for one in settled}
    if head.entry_id:
        wanted.add(DocumentRef("ledger.entry", head.entry_id))
    return Invoice(
        head,
        lines,
        invoice_taxes(ctx, invoice_id),
        settled,
        invoice(ctx, head.origin_id) if head.origin_id else None,
        credits_of(ctx, invoice_id),
        refs.resolve(wanted),
    )


def actions(ctx: Ctx, one: Invoice) -> list[Action]:
    """Offer the printed document first, then what settles it."""
    offered = [Action("Download PDF", url=pdf_url(one.head.id), primary=True, icon="download")]
    if one.head.balance and one.head.balance > 0 and ctx.may("settlement.payment.register"):
        offered.append(Action("Register payment", form="payments/new", query={"customer": one.head.party_id},
                              dialog=False))  # fmt: skip
    if one.head.is_credit and one.head.balance and one.head.item_id and ctx.may("settlement.item.match"):
        offered.append(Action("Match", form="receivables/match", query={"credit": one.head.item_id}, dialog=False))
    if not one.head.is_credit and ctx.may("billing.credit.approve"):
        offered.append(Action("Credit", form="credits/new", query={"invoice": one.head.id}, dialog=False))
    if one.head.balance and one.head.item_id and ctx.may("settlement.item.dispute"):
        word = "Lift the dispute" if one.head.disputed else "Dispute"
        offered.append(Action(word, form="receivables/dispute", query={"item": one.head.item_id}))
    return offered


def sections(ctx: Ctx, one: Invoice) -> list[Section]:
    """Give lines, tax, what settled it, the chain that proves it, and the documents of its threads."""
    head = one.head
    taxes = Grid("VAT by rate", one.taxes, TAX_COLUMNS, foot={"base": head.net, "tax": head.tax}, card=True)
    settled = Grid("Settled by", one.settled, _settled_columns(one), empty="Nothing yet", card=True)
    entry = one.ref("ledger.entry", head.entry_id)
    chain = Pairs(
        "Posting",
        [
            Pair("Posted", head.posted_at, "datetime"),
            Pair("Ledger entry", entry.label if entry else MISSING, "code", url=entry.url if entry else ""),
            Pair("Hash", head.hash[:24], "code"),
            Pair("Hash before", head.previous_hash[:24] or said("first of its series"), "code"),
        ],
    )
    foot = {"item": said("Total"), "net": head.net}
    line = thread_line(ctx, head.thread_id)
    return [
        *([ThroughlineSection(line)] if line else []),
        Grid("Lines", one.lines, _line_columns(one), foot=foot, count=len(one.lines)),
        Two([taxes, settled], [Documents("Documents", _documents(one)), chain]),
    ]


TAX_COLUMNS = [
    Column("category", "VAT", value=lambda tax: tax.category.replace("_", " ").capitalize(), priority=1),
    Column("rate", "Rate", "percent", lambda tax: tax.rate / 100, priority=1),
    Column("base", "On net", "money", priority=2),
    Column("tax", "Amount", "money", priority=1),
]


def _settled_columns(one: Invoice) -> list[Column]:
    def url(match: SettledBy) -> str | None:
        found = one.ref(match.document_kind, match.document_id)
        return found.url if found else None

    return [
        Column("number", "Document", "code", url=url, priority=1),
        Column("on_date", "Date", "date", priority=2),
        Column("discount", "Discount", "money", lambda match: match.discount or None, priority=3),
        Column("amount", "Amount", "money", priority=1),
    ]


def _line_columns(one: Invoice) -> list[Column]:
    def source(line: InvoiceLineRow) -> str | None:
        found = one.ref(line.source_kind, line.source_id)
        return found.url if found else None

    def root(line: InvoiceLineRow) -> str | None:
        found = one.ref(line.root_kind, line.root_id)
        return found.url if found else None

    return [
        Column("line_no", "#", "number", dim=True, priority=4),
        Column("delivery", "Delivery", "code", "delivery_label", url=source, priority=2),
        Column("order", "Order", "code", "order_label", url=root, priority=3),
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.description), priority=1),
        Column("quantity", "Quantity", "quantity", lambda line: Measured(line.quantity, line.unit), priority=1),
        Column("unit_price", "Price", "price", priority=3),
        Column("rate", "VAT", "text", lambda line: percent(line.tax_rate / 100, 2), align="end", priority=4),
        Column("net", f"Net {one.head.currency}", "money", priority=1),
    ]


def _documents(one: Invoice) -> list[Document]:
    rows = []
    if one.origin:
        rows.append(Document(one.origin.number, record_url("invoices", one.origin.id), "Invoice corrected",
                             status(one.origin), one.origin.gross))  # fmt: skip
    rows += [Document(label, record_url("invoices", number), "Credit note", disc("Posted"), gross)
             for number, label, gross in one.credits]  # fmt: skip
    seen = set()
    for line in one.lines:
        for kind, number, state in ((line.root_kind, line.root_id, half("Open")),
                                    (line.source_kind, line.source_id, disc("Billed"))):  # fmt: skip
            found = one.ref(kind, number)
            if found and found.url and found.url not in seen:
                seen.add(found.url)
                rows.append(Document(found.label, found.url, found.noun.capitalize(), state))
    return rows


def _facts(ctx: Ctx, one: Invoice) -> list[Fact]:
    head = one.head
    return [
        Fact("Gross", signed(head, head.gross), "money", unit=head.currency, large=True),
        Fact("Net", signed(head, head.net), "money"),
        Fact("VAT", signed(head, head.tax), "money"),
        Fact("Open", head.balance, "money", rule=True),
        Fact("Date", head.on_date, "date"),
        Fact("Due", None if head.is_credit else head.due_on, "date"),
        Fact("Terms", head.terms.get("name") or None),
    ]


RECORD = RecordScreen(
    subject=Subject("billing.invoice"),
    slug="invoices",
    parent="invoices",
    permission=READ_INVOICES,
    load=load,
    title="head.party",
    code="head.number",
    status=lambda one: status(one.head),
    data=data,
    subtitle=lambda one: [
        Part(one.head.number, code=True),
        "Credit note" if one.head.is_credit else "Invoice",
        *([Part(f"corrects {one.origin.number}", url=record_url("invoices", one.origin.id))] if one.origin else []),
        *([f"Disputed: {one.head.dispute_reason}"] if one.head.disputed and one.head.dispute_reason else []),
    ],
    facts=_facts,
    actions=actions,
    sections=sections,
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how invoices and credit notes are shown to others."""
    names = dict(KINDS)
    return {
        number: refs.Shown(names.get(kind, kind), label, record_url("invoices", number))
        for number, (kind, label) in numbers(list(ids)).items()
    }
