"""Trial balance, the lines of an account, and entries with the documents behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.dates import month_of
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.ledger.permissions import READ
from throughline.modules.ledger.queries.accounts import AccountRow, account, accounts, chart
from throughline.modules.ledger.queries.entries import (
    AccountLine,
    EntryLineRow,
    EntryRow,
    account_lines,
    closed_months,
    entry_lines,
    entry_rows,
    known_entries,
)
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Fact,
    Filter,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Part,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    disc,
    half,
    list_url,
    record_url,
)
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.slots import thread_line

KINDS = {"asset": "Asset", "liability": "Liability", "equity": "Equity", "income": "Income", "revenue": "Income",
         "expense": "Expense"}  # fmt: skip
JOURNALS = [("sales", "Sales"), ("stock", "Stock"), ("bank", "Bank"), ("general", "General")]


def trial(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give all accounts with their sums between two days: a chart has hundreds of accounts, not thousands."""
    found = accounts(ctx, asked.day("since"), asked.day("until"))
    words = asked.search.lower()
    kinds = asked.filters.get("kind") or ()
    rows = [
        row
        for row in found
        if (
            not words
            or row.code.startswith(words)
            or any(one.lower().startswith(words) for one in (row.name, str(said(row.name))))
        )
        and (not kinds or row.kind in kinds)
        and (asked.one("used") != "1" or row.debit or row.credit)
    ]
    sums = {
        "name": said("Total"),
        "debit": sum((row.debit for row in rows), Decimal(0)),
        "credit": sum((row.credit for row in rows), Decimal(0)),
        "balance": sum((row.balance for row in rows), Decimal(0)),
    }
    return ListPage(rows, None, sums)


TRIAL = ListScreen(
    slug="ledger",
    title="Trial balance",
    permission=READ,
    nav=Nav("Money", "Ledger", "book", 40),
    query=trial,
    columns=[
        Column("code", "Account", "code", priority=1),
        Column("name", "Name", value=lambda row: said(row.name), priority=1, width=280),
        Column("kind", "Kind", value=lambda row: KINDS.get(row.kind, row.kind.capitalize()), dim=True, priority=4),
        Column("role", "Books", value=lambda row: row.role or MISSING, dim=True, priority=5),
        Column("debit", "Debit", "money", lambda row: row.debit or None, priority=3),
        Column("credit", "Credit", "money", lambda row: row.credit or None, priority=3),
        Column("balance", "Balance", "money", priority=2),
    ],
    filters=[
        Filter("since", "Date", "date", operator="from"),
        Filter("until", "Date", "date", operator="to"),
        Filter("kind", "Kind", choices=list(KINDS.items())),
        Filter("used", "With entries", "flag"),
    ],
    actions=[
        Action("Entries", url=list_url("ledger/entries"), icon="list"),
        Action("Months", url=list_url("ledger/periods"), icon="calendar"),
    ],
    row_url=lambda row: record_url("ledger/accounts", row.id),
    row_label="name",
    empty=Empty(
        "No accounts",
        "The books of this company are not set up yet.",
        "",
        Action("What is to be set up", url="/first-day/"),
    ),
)


@dataclass(frozen=True)
class Account:
    """An account with the newest of its lines."""

    head: AccountRow
    lines: Sequence[AccountLine]
    shown: Mapping[DocumentRef, refs.Shown]
    currency: str


def load_account(ctx: Ctx, account_id: int) -> Account:
    """Read an account and its last lines."""
    head = account(ctx, account_id)
    if head is None:
        raise NotFound("account_unknown", "There is no such account.", account=account_id)
    lines = account_lines(ctx, account_id, size=40)
    return Account(head, lines, _documents(lines), currency(ctx))


def _documents(lines: Iterable[AccountLine | EntryRow]) -> dict[DocumentRef, refs.Shown]:
    return refs.resolve({DocumentRef(line.source_kind, line.source_id) for line in lines})


def line_columns(shown: Mapping[DocumentRef, refs.Shown]) -> list[Column]:
    """Give the columns of an account's lines, each leading to its entry and to the document behind it."""

    def document(line: AccountLine) -> refs.Shown:
        return shown[DocumentRef(line.source_kind, line.source_id)]

    return [
        Column("on_date", "Date", "date", align="start", priority=1),
        Column("entry_id", "Entry", "code", priority=2, url=lambda line: record_url("ledger/entries", line.entry_id)),
        Column("text", "Text", priority=3, width=220),
        Column("document", "Document", "code", lambda line: document(line).label,
               url=lambda line: document(line).url or None, priority=2),
        Column("party", "Party", value=lambda line: line.party or MISSING, dim=True, priority=4, width=190),
        Column("debit", "Debit", "money", priority=2),
        Column("credit", "Credit", "money", priority=2),
    ]  # fmt: skip


ACCOUNT = RecordScreen(
    subject=Subject("ledger.account", (Kept("ledger_account"),)),
    slug="ledger/accounts",
    parent="ledger",
    permission=READ,
    load=load_account,
    title="head.name",
    code="head.code",
    subtitle=lambda one: [Part(one.head.code, code=True), KINDS.get(one.head.kind, one.head.kind.capitalize())],
    facts=lambda ctx, one: [
        Fact("Balance", one.head.balance, "money", unit=one.currency, large=True),
        Fact("Debit", one.head.debit, "money"),
        Fact("Credit", one.head.credit, "money"),
    ],
    actions=lambda ctx, one: [Action("All lines", url=list_url("ledger/lines", account=one.head.id), icon="list")],
    sections=lambda ctx, one: [
        Grid("Latest lines", one.lines, line_columns(one.shown), empty="Nothing is booked here yet.")
    ],
)


@dataclass(frozen=True)
class Line:
    """A line of an account with the document behind it."""

    id: int
    entry_id: int
    on_date: date
    text: str
    document: str
    document_url: str
    party: str
    debit: Decimal | None
    credit: Decimal | None


def lines_page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of the lines of an account."""
    chosen = asked.one("account")
    if not chosen or not is_id(chosen):
        return ListPage([])
    found = account_lines(
        ctx,
        int(chosen),
        before=asked.beyond,
        since=asked.day("since"),
        until=asked.day("until"),
        size=asked.size + 1,
    )
    shown = _documents(found)
    rows = []
    for line in found[: asked.size]:
        behind = shown[DocumentRef(line.source_kind, line.source_id)]
        rows.append(Line(line.id, line.entry_id, line.on_date, line.text, behind.label, behind.url,
                         line.party or MISSING, line.debit, line.credit))  # fmt: skip
    last = found[asked.size - 1] if len(found) > asked.size else None
    return ListPage(rows, f"{last.on_date},{last.id}" if last else None)


def account_choices(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the accounts to choose from."""
    return [(str(number), f"{code} {said(name)}") for number, code, name in chart(ctx)]


LINES = ListScreen(
    slug="ledger/lines",
    title="Lines of an account",
    permission=READ,
    parent="ledger",
    query=lines_page,
    columns=[
        Column("on_date", "Date", "date", align="start", priority=1),
        Column("entry_id", "Entry", "code", priority=2),
        Column("text", "Text", priority=3, width=260),
        Column("document", "Document", "code", url=lambda line: line.document_url or None, priority=2),
        Column("party", "Party", dim=True, priority=4, width=220),
        Column("debit", "Debit", "money", priority=2),
        Column("credit", "Credit", "money", priority=2),
    ],
    filters=[
        Filter("account", "Account", choices=account_choices),
        Filter("since", "Date", "date", operator="from"),
        Filter("until", "Date", "date", operator="to"),
    ],
    searchable=False,
    row_url=lambda line: record_url("ledger/entries", line.entry_id),
    empty=Empty("No lines", "Choose an account, or widen the dates."),
)


@dataclass(frozen=True)
class Listed:
    """An entry in the list, with the document behind it."""

    id: int
    on_date: date
    journal: str
    text: str
    document: str
    document_url: str
    who: str
    amount: Decimal


def entries_page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of entries."""
    by_day = asked.day("until") is not None
    found = entry_rows(
        ctx,
        before=asked.before,
        beyond=asked.beyond,
        by_day=by_day,
        journal=asked.one("journal"),
        since=asked.day("since"),
        until=asked.day("until"),
        words=asked.search,
        size=asked.size + 1,
    )
    shown = _documents(found)
    rows = []
    for row in found[: asked.size]:
        behind = shown[DocumentRef(row.source_kind, row.source_id)]
        rows.append(Listed(row.id, row.on_date, row.journal.capitalize(), row.text, behind.label, behind.url,
                           row.who or MISSING, row.amount))  # fmt: skip
    page = ListPage.cut(found, asked.size, key=lambda row: f"{row.on_date},{row.id}" if by_day else row.id)
    return ListPage(rows, page.next_cursor)


ENTRIES = ListScreen(
    slug="ledger/entries",
    title="Ledger entries",
    permission=READ,
    parent="ledger",
    query=entries_page,
    columns=[
        Column("id", "Entry", "code", priority=1),
        Column("on_date", "Date", "date", align="start", priority=1),
        Column("journal", "Journal", dim=True, priority=3),
        Column("text", "Text", priority=2, width=280),
        Column("document", "Document", "code", url=lambda row: row.document_url or None, priority=2),
        Column("who", "By", dim=True, priority=4),
        Column("amount", "Amount", "money", priority=2),
    ],
    filters=[
        Filter("journal", "Journal", choices=JOURNALS),
        Filter("since", "Date", "date", operator="from"),
        Filter("until", "Date", "date", operator="to"),
    ],
    row_url=lambda row: record_url("ledger/entries", row.id),
    empty=Empty("No entries", "", "An entry appears with every receipt, dispatch, invoice and payment."),
)


@dataclass(frozen=True)
class Entry:
    """An entry with its lines and the document behind it."""

    head: EntryRow
    lines: Sequence[EntryLineRow]
    behind: refs.Shown
    closed: bool
    currency: str


def load_entry(ctx: Ctx, entry_id: int) -> Entry:
    """Read an entry."""
    found = entry_rows(ctx, ids=[entry_id], size=1)
    if not found:
        raise NotFound("entry_unknown", "There is no such entry.", entry=entry_id)
    behind = _documents(found)[DocumentRef(found[0].source_kind, found[0].source_id)]
    closed = month_of(found[0].on_date) in closed_months(ctx)
    return Entry(found[0], entry_lines(ctx, entry_id), behind, closed, currency(ctx))


def _status(entry: Entry) -> Status:
    return disc("Period closed") if entry.closed else half("Period open")


def _sections(ctx: Ctx, entry: Entry) -> list[Section]:
    columns: list[Column] = [
        Column("account_code", "Account", "code", priority=1,
               url=lambda line: record_url("ledger/accounts", line.account_id)),
        Column("account_name", "Name", value=lambda line: said(line.account_name), priority=1, width=280),
        Column("party", "Party", value=lambda line: line.party or MISSING, dim=True, priority=3),
        Column("debit", f"Debit {entry.currency}", "money", priority=2),
        Column("credit", f"Credit {entry.currency}", "money", priority=2),
    ]  # fmt: skip
    foot: dict[str, Any] = {"account_name": said("Total"), "debit": entry.head.amount, "credit": entry.head.amount}
    line = thread_line(ctx, entry.head.thread_id)
    return [*([ThroughlineSection(line)] if line else []), Grid("Lines", entry.lines, columns, foot=foot)]


RECORD = RecordScreen(
    subject=Subject("ledger.entry"),
    slug="ledger/entries",
    parent="ledger",
    permission=READ,
    load=load_entry,
    title=lambda entry: entry.head.text,
    code=lambda entry: tell("Entry {number}", number=entry.head.id),
    status=_status,
    subtitle=lambda entry: [
        Part(tell("Entry {number}", number=entry.head.id), code=True),
        f"{entry.head.journal.capitalize()} journal",
        Part(entry.behind.label, code=True, url=entry.behind.url),
    ],
    facts=lambda ctx, entry: [
        Fact("Amount", entry.head.amount, "money", unit=entry.currency, large=True),
        Fact("Date", entry.head.on_date, "date"),
        Fact(entry.behind.noun.capitalize(), entry.behind.label, "code", url=entry.behind.url),
        Fact("Posted", entry.head.posted_at, "datetime"),
        Fact("By", entry.head.who),
    ],
    sections=_sections,
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how entries are shown to others."""
    return {
        number: refs.Shown("Ledger entry", f"Entry {number}", record_url("ledger/entries", number))
        for number in known_entries(list(ids))
    }
