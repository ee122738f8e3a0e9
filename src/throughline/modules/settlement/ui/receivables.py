"""Receivables: what is open by age, and the account of one customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.parties.public import customers
from throughline.modules.settlement.permissions import READ_ITEMS
from throughline.modules.settlement.public import Credit, credit_facts
from throughline.modules.settlement.queries.lists import (
    AGES,
    AgeSum,
    ItemRow,
    PaymentRow,
    age_sums,
    item_rows,
    party_balances,
    party_items,
    payment_rows,
)
from throughline.modules.settlement.ui.matching import DISPUTES
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Board,
    Column,
    Empty,
    Fact,
    Filter,
    Grid,
    Group,
    ListPage,
    ListRequest,
    ListScreen,
    Meter,
    Meters,
    Nav,
    Part,
    RecordScreen,
    Section,
    Status,
    Tile,
    Tiles,
    View,
    Workbench,
    disc,
    half,
    list_url,
    octagon,
    record_url,
    triangle,
)
from throughline.platform.ui.formats import money, now, percent
from throughline.platform.ui.sentences import said, tell

LABELS = {
    "not_due": "Not due",
    "1_30": "1 to 30 days overdue",
    "31_60": "31 to 60 days",
    "61_90": "61 to 90 days",
    "over_90": "Over 90 days",
}
KINDS = [("invoice", "Invoice"), ("credit_note", "Credit note"), ("payment", "Payment")]


@dataclass(frozen=True)
class Row:
    """An open item as lists show it."""

    id: int
    number: str
    url: str
    what: str
    customer: str
    account: str
    on_date: date
    due_on: date
    amount: Decimal
    balance: Decimal
    currency: str
    late: int | None
    now: Status


def item_status(item: ItemRow) -> Status:
    """Say how an open item stands: the worst first."""
    if item.disputed:
        return triangle("Disputed")
    if not item.balance:
        return disc("Settled" if item.amount < 0 else "Paid")
    if item.amount < 0:
        return triangle("Unmatched") if item.balance == item.amount else half("Part matched")
    if item.due_on < now().date():
        return triangle("Overdue")
    return half("Open" if item.balance == item.amount else "Partly paid")


def show(ctx: Ctx, found: Sequence[ItemRow]) -> list[Row]:
    """Prepare items for reading, with the documents behind them; one question a kind of document."""
    shown = refs.resolve({DocumentRef(item.document_kind, item.document_id) for item in found})
    names = dict(KINDS)
    return [
        Row(
            item.id,
            item.number,
            shown[DocumentRef(item.document_kind, item.document_id)].url,
            names.get(item.kind, item.kind),
            item.party,
            record_url("receivables/accounts", item.party_id),
            item.on_date,
            item.due_on,
            item.amount,
            item.balance,
            item.currency,
            (ctx.today - item.due_on).days if item.balance > 0 and item.due_on < ctx.today else None,
            item_status(item),
        )
        for item in found
    ]


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of open items."""
    disputed = asked.one("disputed")
    found = item_rows(
        ctx,
        after=asked.beyond,
        party_id=asked.number("customer"),
        age=asked.one("age"),
        kind=asked.one("kind"),
        disputed=disputed == "1" if disputed else None,
        words=asked.search,
        size=asked.size + 1,
    )
    last = found[asked.size - 1] if len(found) > asked.size else None
    return ListPage(show(ctx, found[: asked.size]), f"{last.due_on},{last.id}" if last else None)


COLUMNS = [
    Column("number", "Document", "code", priority=1, url=lambda row: row.url),
    Column("what", "Kind", dim=True, priority=4),
    Column("customer", "Customer", priority=1, width=220, url=lambda row: row.account),
    Column("on_date", "Date", "date", priority=4),
    Column("due_on", "Due", "date", priority=2),
    Column("late", "Days over", "number", priority=3),
    Column("amount", "Amount", "money", unit="currency", priority=3),
    Column("balance", "Open", "money", unit="currency", priority=2),
    Column("now", "Now", "status", priority=2),
]

ITEMS = ListScreen(
    slug="receivables/items",
    title="Open items",
    permission=READ_ITEMS,
    parent="receivables",
    query=page,
    columns=COLUMNS,
    filters=[
        Filter("age", "Overdue", choices=list(LABELS.items())),
        Filter("kind", "Kind", choices=KINDS),
        Filter("customer", "Customer", "lookup", lookup="customers"),
        Filter("disputed", "Disputed", "flag"),
    ],
    views=[View("all", "All open"), View("overdue", "1 to 30 days", {"age": ["1_30"]}),
           View("late", "31 to 60 days", {"age": ["31_60"]}), View("over", "Over 90 days", {"age": ["over_90"]}),
           View("disputed", "Disputed", {"disputed": ["1"]})],
    bulk=DISPUTES,
    row_url=lambda row: row.url or row.account,
    row_label="number",
    empty=Empty("Nothing is open", "", "An open item appears when an invoice is posted or money is received."),
)  # fmt: skip


def load_board(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Show what is owed by age, who owes the most, and what is longest overdue."""
    sums = age_sums(ctx)
    code = currency(ctx)
    oldest = item_rows(ctx, size=60)
    overdue = [item for item in oldest if item.balance > 0 and item.due_on < ctx.today][:25]
    on_account = item_rows(ctx, kind="payment", size=20)
    groups = [
        Group("Longest overdue", show(ctx, overdue), BOARD_COLUMNS, f"{code}, oldest first",
              row_url=lambda row: row.url, more_label="All open items", more_url=list_url("receivables/items"),
              empty="Nothing is overdue."),
        Group("Who owes the most", party_balances(ctx), PARTY_COLUMNS, code, side=True,
              row_url=lambda row: record_url("receivables/accounts", row.party_id), empty="Nobody owes anything."),
        Group("Money that settles nothing yet", show(ctx, on_account), MONEY_COLUMNS, code, side=True,
              row_url=lambda row: row.url, empty="Every payment is matched."),
    ]  # fmt: skip
    actions = [Action("Open items", url=list_url("receivables/items"), icon="list")]
    if ctx.may("settlement.payment.register"):
        actions.append(Action("Register payment", form="payments/new", primary=True, key="N", dialog=False))
    sentence = f"{money(sums.total, code)} {code} open in all, {money(sums.on_account, code)} on account"
    return Workbench(groups, sentence, age_tiles(sums, code), actions=actions)


def age_tiles(sums: AgeSum, code: str, party_id: int | None = None) -> list[Tile]:
    """Give a tile for each age, each a door to its items."""
    amounts = [sums.not_due, sums.days_1_30, sums.days_31_60, sums.days_61_90, sums.over_90]
    owed = sum(amounts, Decimal(0))
    tiles = []
    for (name, label), amount in zip(LABELS.items(), amounts, strict=True):
        share = amount / owed if owed else Decimal(0)
        verdict = triangle("overdue") if name in ("61_90", "over_90") and amount else None
        url = list_url("receivables/items", age=name, customer=party_id or "")
        tiles.append(
            Tile(label, money(amount, code), url, code, verdict=verdict, detail=f"{percent(share)} of what is owed")
        )
    return tiles


BOARD_COLUMNS = [
    Column("number", "Document", "code", priority=1, url=lambda row: row.url),
    Column("customer", "Customer", priority=1, width=160, url=lambda row: row.account),
    Column("due_on", "Due", "date", priority=2),
    Column("late", "Days over", "number", priority=3),
    Column("balance", "Open", "money", priority=2),
    Column("now", "Now", "status", priority=3),
]
PARTY_COLUMNS = [
    Column("party", "Customer", priority=1, width=150),
    Column("overdue", "Overdue", "money", lambda row: row.overdue or None, priority=2),
    Column("balance", "Open", "money", priority=2),
]
MONEY_COLUMNS = [
    Column("number", "Payment", "code", priority=1, url=lambda row: row.url),
    Column("customer", "Customer", priority=1, width=130),
    Column("balance", "Open", "money", priority=2),
]

BOARD = Board(
    slug="receivables",
    title="Receivables",
    permission=READ_ITEMS,
    nav=Nav("Money", "Receivables", "coins", 20),
    load=load_board,
)


@dataclass(frozen=True)
class Account:
    """What one customer owes, may owe and paid."""

    party_id: int
    name: str
    terms: str
    currency: str
    credit: Credit
    sums: AgeSum
    items: Sequence[Row]
    settled: Sequence[Row]
    payments: Sequence[PaymentRow]
    shown: Mapping[DocumentRef, refs.Shown]


def load(ctx: Ctx, party_id: int) -> Account:
    """Read the account of a customer."""
    found = customers(ctx, [party_id]).get(party_id)
    if found is None:
        raise NotFound("customer_unknown", "There is no such customer.", party=party_id)
    return Account(
        party_id,
        found.name,
        found.terms_name or found.terms_code,
        found.currency,
        credit_facts(ctx, [party_id])[party_id],
        age_sums(ctx, party_id),
        show(ctx, party_items(ctx, party_id, settled=False)),
        show(ctx, party_items(ctx, party_id, settled=True, limit=25)),
        payment_rows(ctx, party_id=party_id, size=10),
        refs.resolve([DocumentRef("parties.customer", party_id)]),
    )


def _status(account: Account) -> Status | None:
    if account.credit.excess() > 0:
        return octagon("Over credit limit")
    late = account.sums.total - account.sums.not_due - account.sums.on_account
    return triangle("Overdue") if late > 0 else None


def meters(account: Account) -> list[Section]:
    """Show how much of the credit limit is used: owed in ink, confirmed and not billed in blue."""
    credit = account.credit
    if not credit.credit_limit:
        return []
    scale = max(credit.credit_limit, credit.exposure) * Decimal("1.1")
    words = f"{money(credit.receivable)} owed, {money(credit.committed)} confirmed and not billed"
    figure = tell("{part} of {total}", part=money(credit.exposure), total=money(credit.credit_limit))
    used, added = float(max(credit.receivable, Decimal(0)) / scale), float(credit.committed / scale)
    return [Meters([Meter("Credit limit", figure, used, words, added=added, limit=float(credit.credit_limit / scale))])]


def _sections(ctx: Ctx, account: Account) -> list[Section]:
    items = [column for column in COLUMNS if column.name != "customer"]
    foot = {"number": said("Total"), "balance": account.sums.total}
    return [
        Tiles(age_tiles(account.sums, account.currency, account.party_id)),
        *meters(account),
        Grid("Open items", account.items, items, foot=foot, empty="Nothing is open."),
        Grid("Payments", account.payments, PAYMENT_COLUMNS, empty="No payment yet."),
        Grid("Settled lately", account.settled, items, empty="Nothing is settled yet."),
    ]


PAYMENT_COLUMNS = [
    Column("number", "Payment", "code", url=lambda row: record_url("payments", row.id), priority=1),
    Column("on_date", "Date", "date", priority=1),
    Column("bank_reference", "Reference", priority=3),
    Column("unapplied", "Unmatched", "money", lambda row: row.unapplied or None, priority=2),
    Column("amount", "Amount", "money", priority=2),
]


def _actions(ctx: Ctx, account: Account) -> list[Action]:
    query, offered = {"customer": account.party_id}, list[Action]()
    if ctx.may("settlement.payment.register"):
        offered.append(Action("Register payment", form="payments/new", query=query, primary=True, dialog=False))
    if ctx.may("settlement.credit.change"):
        offered.append(Action("Change limit", form="receivables/limit", query=query))
    return offered


def _subtitle(account: Account) -> list[str | Part]:
    customer = account.shown[DocumentRef("parties.customer", account.party_id)]
    parts: list[str | Part] = [f"Terms {account.terms}"]
    return [*parts, Part("Customer record", url=customer.url)] if customer.url else parts


def _facts(ctx: Ctx, account: Account) -> list[Fact]:
    credit = account.credit
    facts: list[Any] = [
        Fact("Open", account.sums.total, "money", unit=account.currency, large=True),
        Fact("On account", account.sums.on_account or None, "money"),
        Fact("Disputed", account.sums.disputed or None, "money"),
        Fact("Credit limit", credit.credit_limit, "money", rule=True),
        Fact("Available", credit.available, "money", tone="stop" if credit.excess() > 0 else "plain"),
    ]
    return facts


ACCOUNT = RecordScreen(
    subject=Subject("settlement.credit"),
    slug="receivables/accounts",
    parent="receivables",
    permission=READ_ITEMS,
    load=load,
    title="name",
    status=_status,
    subtitle=_subtitle,
    facts=_facts,
    actions=_actions,
    sections=_sections,
)

assert set(LABELS) == set(AGES)
