"""Returns: the list and the page of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.returns.permissions import READ, READ_COSTS
from throughline.modules.returns.queries.lists import LineRow, ReturnRow, credit_notes, line_rows, numbers, return_rows
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
    Nav,
    Part,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    disc,
    form_url,
    half,
    record_url,
    triangle,
)
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.slots import thread_line

STATUSES = {
    "available": disc("Available"),
    "quality": half("Quality"),
    "quarantine": triangle("Quarantine"),
    "damaged": triangle("Damaged"),
}


def status(row: ReturnRow) -> Status:
    """Say how far a return is: credited once all that was taken back is."""
    if row.to_credit:
        return half("Received")
    return disc("Credited" if row.credited else "Received")


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of returns."""
    found = return_rows(
        ctx,
        before=asked.before,
        party_id=asked.number("customer"),
        since=asked.day("since"),
        words=asked.search,
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="returns",
    title="Returns",
    permission=READ,
    nav=Nav("Sell", "Returns", "arrow-back-up", 40),
    query=page,
    columns=[
        Column("number", "Return", "code", priority=1),
        Column("party", "Customer", value=lambda row: row.party or MISSING, priority=1, width=230),
        Column("reason", "Reason", priority=3, width=260),
        Column("lines", "Lines", "number", priority=3),
        Column("site", "To", dim=True, priority=4),
        Column("on_date", "Received", "date", priority=2),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("customer", "Customer", "lookup", lookup="customers"),
        Filter("since", "Received", "date", operator="from"),
    ],
    new=Action("Take goods back", form="returns/new", key="N", dialog=False),
    row_url=lambda row: record_url("returns", row.id),
    empty=Empty("No returns", "", "A return appears when goods of a delivery are taken back.",
                Action("Take goods back", url=form_url("returns/new"))),
)  # fmt: skip


@dataclass(frozen=True)
class Return:
    """A return with its lines and the documents around it."""

    head: ReturnRow
    lines: Sequence[LineRow]
    credits: Sequence[tuple[int, str, Decimal]]
    shown: Mapping[DocumentRef, refs.Shown]


@dataclass(frozen=True)
class ReturnData:
    """A return as programs read it, with its lines and the credit notes that it led to."""

    head: ReturnRow
    lines: Sequence[LineRow]
    credit_note_ids: Sequence[int]


def data(ctx: Ctx, one: Return) -> ReturnData:
    """Give a return as data; what goods are worth to those only who may see it."""
    lines = one.lines if ctx.may(READ_COSTS) else [replace(line, value=None) for line in one.lines]
    return ReturnData(one.head, lines, [number for number, _, _ in one.credits])


def load(ctx: Ctx, return_id: int) -> Return:
    """Read a return."""
    found = return_rows(ctx, ids=[return_id], size=1)
    if not found:
        raise NotFound("return_unknown", "There is no such return.", number=return_id)
    lines = line_rows(ctx, return_id)
    wanted = {DocumentRef("logistics.shipment_line", n.shipment_line_id) for n in lines if n.shipment_line_id}
    return Return(found[0], lines, credit_notes(ctx, return_id), refs.resolve(wanted))


def _sections(ctx: Ctx, one: Return) -> list[Section]:
    def shipment(line: LineRow) -> refs.Shown | None:
        return one.shown.get(DocumentRef("logistics.shipment_line", line.shipment_line_id or 0))

    def url(line: LineRow) -> str | None:
        found = shipment(line)
        return found.url if found else None

    def label(line: LineRow) -> str:
        found = shipment(line)
        return found.label if found else MISSING

    columns = [
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1),
        Column("delivery", "Delivery", "code", label, url=url, priority=2),
        Column("lot", "Lot", "code", priority=2),
        Column("quantity", "Back", "quantity", unit="unit", priority=1),
        Column("status", "Goods are", "status", lambda line: STATUSES.get(line.status), priority=2),
    ]
    if ctx.may(READ_COSTS):
        columns.append(Column("value", "Value at cost", "money", priority=3))
    line = thread_line(ctx, one.head.thread_id)
    return [
        *([ThroughlineSection(line)] if line else []),
        Grid("Lines", one.lines, columns, count=len(one.lines)),
        Documents("Documents", _documents(ctx, one)),
    ]


def _documents(ctx: Ctx, one: Return) -> list[Document]:
    seen = {shown.url: shown for shown in one.shown.values() if shown.url}
    rows = [Document(shown.label, url, "Shipment", disc("Delivered")) for url, shown in seen.items()]
    if ctx.may("billing.invoice.read"):
        rows += [Document(label, record_url("invoices", number), "Credit note", disc("Posted"), net)
                 for number, label, net in one.credits]  # fmt: skip
    return rows


def _facts(ctx: Ctx, one: Return) -> list[Fact]:
    facts: list[Any] = [
        Fact("Received", one.head.at, "datetime"),
        Fact("Reason", one.head.reason),
        Fact("Lines", one.head.lines, "number"),
    ]
    return facts


RECORD = RecordScreen(
    subject=Subject("returns.return"),
    slug="returns",
    parent="returns",
    permission=READ,
    load=load,
    title=lambda one: one.head.party or one.head.number,
    code="head.number",
    status=lambda one: status(one.head),
    data=data,
    subtitle=lambda one: [Part(one.head.number, code=True), f"to {one.head.site}"],
    facts=_facts,
    sections=_sections,
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how returns are shown to others."""
    found = numbers(list(ids))
    return {number: refs.Shown("Return", label, record_url("returns", number)) for number, label in found.items()}
