"""Payments: the list, the page of one, and the form that registers money received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.kernel.digits import is_id
from throughline.kernel.errors import DomainError, NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.settlement.permissions import READ_PAYMENTS
from throughline.modules.settlement.public import Against, OpenItemFacts, PaymentInput, open_items_of
from throughline.modules.settlement.queries.lists import (
    Applied,
    ItemRow,
    PaymentRow,
    applied,
    item_rows,
    payment_entry,
    payment_numbers,
    payment_rows,
)
from throughline.platform import refs
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, reading
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    Finding,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Lookup,
    Nav,
    OperationForm,
    Option,
    Pair,
    Pairs,
    Part,
    Preview,
    RecordScreen,
    Section,
    Shown,
    Status,
    View,
    disc,
    form_url,
    half,
    record_url,
    triangle,
    typed_lines,
)
from throughline.platform.ui.formats import MISSING, day, money, price_entered
from throughline.platform.ui.sentences import said
from throughline.platform.ui.spoken import spoken


def status(row: PaymentRow) -> Status:
    """Say how much of a payment settles something."""
    if not row.unapplied:
        return disc("Matched")
    return triangle("Unmatched") if row.unapplied == row.amount else half("Part matched")


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of payments."""
    found = payment_rows(
        ctx,
        before=asked.before,
        party_id=asked.number("customer"),
        unmatched=asked.one("unmatched") == "1",
        since=asked.day("since"),
        words=asked.search,
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="payments",
    title="Payments",
    permission=READ_PAYMENTS,
    nav=Nav("Money", "Payments", "building-bank", 30),
    query=page,
    columns=[
        Column("number", "Payment", "code", priority=1),
        Column("party", "Customer", priority=1, width=230),
        Column("bank_reference", "Reference", priority=3, width=220),
        Column("on_date", "Date", "date", priority=2),
        Column("unapplied", "Unmatched", "money", lambda row: row.unapplied or None, unit="currency", priority=3),
        Column("amount", "Amount", "money", unit="currency", priority=2),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("customer", "Customer", "lookup", lookup="customers"),
        Filter("since", "Date", "date", operator="from"),
        Filter("unmatched", "Unmatched", "flag"),
    ],
    views=[View("all", "All"), View("unmatched", "Unmatched", {"unmatched": ["1"]})],
    new=Action("Register payment", form="payments/new", key="N", dialog=False),
    row_url=lambda row: record_url("payments", row.id),
    empty=Empty("No payments", "", "A payment appears when money received is registered.",
                Action("Register payment", url=form_url("payments/new"))),
)  # fmt: skip


@dataclass(frozen=True)
class Payment:
    """A payment with what it settles."""

    head: PaymentRow
    applied: Sequence[Applied]
    entry: refs.Shown | None
    shown: Mapping[DocumentRef, refs.Shown]


@dataclass(frozen=True)
class PaymentData:
    """A payment as programs read it, with what it settles."""

    head: PaymentRow
    applied: Sequence[Applied]


def data(ctx: Ctx, payment: Payment) -> PaymentData:
    """Give a payment as data."""
    return PaymentData(payment.head, payment.applied)


def load(ctx: Ctx, payment_id: int) -> Payment:
    """Read a payment."""
    found = payment_rows(ctx, ids=[payment_id], size=1)
    if not found:
        raise NotFound("payment_unknown", "There is no such payment.", payment=payment_id)
    matches = applied(ctx, found[0].item_id)
    entry = payment_entry(ctx, payment_id)
    wanted = {DocumentRef(one.document_kind, one.document_id) for one in matches}
    if entry:
        wanted.add(DocumentRef("ledger.entry", entry))
    shown = refs.resolve(wanted)
    return Payment(found[0], matches, shown.get(DocumentRef("ledger.entry", entry or 0)), shown)


def _sections(ctx: Ctx, payment: Payment) -> list[Section]:
    def url(one: Applied) -> str | None:
        return payment.shown[DocumentRef(one.document_kind, one.document_id)].url

    columns = [
        Column("number", "Document", "code", url=url, priority=1),
        Column("due_on", "Due", "date", priority=2),
        Column("on_date", "Matched", "date", priority=3),
        Column("discount", "Discount", "money", lambda one: one.discount or None, priority=3),
        Column("written_off", "Written off", "money", lambda one: one.written_off or None, priority=3),
        Column("amount", "Amount", "money", priority=2),
    ]
    total = sum((one.amount for one in payment.applied), Decimal(0))
    entry = payment.entry
    return [
        Grid("Settles", payment.applied, columns,
             foot={"number": said("Total"), "amount": total} if payment.applied else {},
             empty="Nothing yet; the money stands on account."),
        Pairs("Posting", [
            Pair("Ledger entry", entry.label if entry else MISSING, "code", url=entry.url if entry else ""),
            Pair("Bank reference", payment.head.bank_reference or MISSING),
        ]),
    ]  # fmt: skip


def _actions(ctx: Ctx, payment: Payment) -> list[Action]:
    if not payment.head.unapplied or not ctx.may("settlement.item.match"):
        return []
    return [
        Action("Match", form="receivables/match", query={"credit": payment.head.item_id}, primary=True, dialog=False)
    ]


RECORD = RecordScreen(
    subject=Subject("settlement.payment", (Kept("settlement_payment"),)),
    slug="payments",
    parent="payments",
    permission=READ_PAYMENTS,
    load=load,
    title="head.party",
    code="head.number",
    status=lambda payment: status(payment.head),
    data=data,
    subtitle=lambda payment: [
        Part(payment.head.number, code=True),
        Part("Account", url=record_url("receivables/accounts", payment.head.party_id)),
    ],
    facts=lambda ctx, payment: [
        Fact("Amount", payment.head.amount, "money", unit=payment.head.currency, large=True),
        Fact("Unmatched", payment.head.unapplied or None, "money", tone="warn" if payment.head.unapplied else "plain"),
        Fact("Date", payment.head.on_date, "date"),
    ],
    actions=_actions,
    sections=_sections,
)


def find_items(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find what the chosen customer owes by the beginning of its number, the oldest due first."""
    party = beside.get("customer", "")
    owed = open_items_of(ctx, int(party)) if is_id(party) else []
    fitting = [item for item in owed if item.balance > 0 and item.number.upper().startswith(words.upper())]
    return [_option(item) for item in fitting[:20]]


def _option(item: OpenItemFacts | ItemRow) -> Option:
    figures = [money(item.balance, item.currency), day(item.due_on)]
    return Option(item.id, item.number, f"due {day(item.due_on)}", figures, {"amount": price_entered(item.balance)})


def _items(ctx: Ctx, values: Sequence[Any]) -> dict[Any, Option]:
    return {item.id: _option(item) for item in item_rows(ctx, ids=values, size=len(values))}


OPEN_ITEMS = Lookup("open-items", find_items, _items, "settlement.payment.register")


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {"on": ctx.today}
    if is_id(query.get("customer", "")):
        given["customer"] = int(query["customer"])
    return given


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what is open beside each amount, and say what the money will do."""
    party = values.get("customer")
    with reading(ctx):
        found = {item.id: item for item in open_items_of(ctx, party)} if party else {}
    shown, total = [], Decimal(0)
    for line in values.get("lines") or []:
        item = found.get(line.get("item") or 0)
        total += line.get("amount") or Decimal(0)
        cells = {"due": day(item.due_on), "open": money(item.balance)} if item else {}
        shown.append(Shown(cells, {"due": "warn"} if item and item.due_on < ctx.today else {}))
    findings = []
    if party and values.get("amount"):
        short = None if total else _missing(ctx, values)
        findings = [short or _says(values["amount"], found, total)]
    return Preview(shown, {"open": money(total) if total else ""}, findings)


def _missing(ctx: Ctx, values: Mapping[str, Any]) -> Finding | None:
    """Do it and take it back: the discount it takes by itself, what is written off, or why it is refused."""
    day_paid = values.get("on") or ctx.today
    payment = PaymentInput(values["customer"], values["amount"], day_paid)
    try:
        outcomes: Outcomes = OPERATIONS["settlement.register_payments"].dry_run(ctx, payments=[payment])
    except DomainError as error:
        return Finding("block", spoken(error.message))
    told = spoken(outcomes[0].message)
    if outcomes[0].status == "refused":
        return Finding("block", told)
    return Finding("info", told) if told else None


def _says(amount: Decimal, found: Mapping[int, OpenItemFacts], total: Decimal) -> Finding:
    """Say in a sentence what the money will do."""
    owed = sum((item.balance for item in found.values() if item.balance > 0), Decimal(0))
    if total > amount:
        return Finding("block", f"{money(total)} is chosen, {money(amount)} was paid", "Lower the amounts.")
    if total:
        rest = f", {money(amount - total)} stays on account" if amount > total else ""
        return Finding("info", f"{money(total)} settles what is chosen{rest}")
    exact = next((item for item in found.values() if item.balance == amount and not item.disputed), None)
    if exact:
        return Finding("info", f"Settles {exact.number} exactly")
    if amount > owed:
        return Finding("warn", f"{money(owed)} is open, {money(amount - owed)} stays on account")
    return Finding("info", "Settles the oldest due first, the last one in part")


def _payments(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [line for line in values.get("lines") or [] if line.get("item") and line.get("amount")]
    matches = tuple(
        Against(line["item"], line["amount"], line.get("discount") or Decimal(0), line.get("written_off") or Decimal(0))
        for line in lines
    )
    payment = PaymentInput(
        values["customer"],
        values["amount"],
        values["on"],
        bank_reference=values.get("reference") or "",
        matches=matches or None,
    )
    return {"payments": [payment]}


def _registered(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    outcome = result.only()
    told = f"{outcome.label} registered."
    return Done(record_url("payments", outcome.document), f"{told} {outcome.message}" if outcome.message else told)


#: What is open of the customer named on the form, and how much of it is settled.
SETTLED = (
    Field("item", "Open item", "lookup", lookup="open-items", depends=["customer"], width=220),
    Field("due", "Due", "shown"),
    Field("open", "Open", "shown"),
    Field("amount", "Settle", "money", width=110, minimum=Decimal(0)),
    Field("discount", "Discount", "money", width=100, minimum=Decimal(0)),
)

FORM = OperationForm(
    slug="payments/new",
    parent="payments",
    title="Register payment",
    text="Without open items it is matched automatically: the exact one, also less its discount, else the oldest due.",
    operation="settlement.register_payments",
    submit_label="Register payment",
    initial=_first,
    arguments=_payments,
    preview=ahead,
    rehearses=True,
    on_done=_registered,
    fields=[
        Field("customer", "Customer", "lookup", lookup="customers", required=True, width=260),
        Field("amount", "Amount", "money", required=True, width=120),
        Field("on", "Date", "date", required=True, width=150),
        Field("reference", "Bank reference", width=220),
        typed_lines(*SETTLED, Field("written_off", "Written off", "money", width=100, minimum=Decimal(0))),
    ],
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how payments are shown to others."""
    found = payment_numbers(list(ids))
    return {number: refs.Shown("Payment", label, record_url("payments", number)) for number, label in found.items()}
