"""Transfers between sites: what is on its way, what arrived, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency, site_choices
from throughline.kernel.errors import NotFound
from throughline.modules.transfers.permissions import READ
from throughline.modules.transfers.queries.lists import (
    LineRow,
    TransferRow,
    WriteOffRow,
    line_rows,
    numbers,
    transfer_rows,
)
from throughline.modules.transfers.queries.lists import write_offs as write_off_rows
from throughline.modules.transfers.ui import write_offs
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Fact,
    Filter,
    Finding,
    Findings,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Nav,
    Part,
    RecordScreen,
    Status,
    View,
    disc,
    form_url,
    half,
    record_url,
    triangle,
)
from throughline.platform.ui.formats import quantity

COSTS = "inventory.cost.read"


def status(row: TransferRow) -> Status:
    """Give the state of a transfer in the words of the guide."""
    if row.state == "arrived":
        return triangle("Short on arrival") if row.missing else disc("Arrived")
    return triangle("Arrived in part") if row.arrived or row.missing else half("In transit")


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of transfers."""
    found = transfer_rows(
        ctx,
        before=asked.before,
        state=asked.one("state"),
        site_id=asked.number("site"),
        words=asked.search,
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


def _part(row: Any) -> Measured | None:
    return Measured(row.arrived, "", float(row.arrived / row.quantity)) if row.arrived else None


LIST = ListScreen(
    slug="transfers",
    title="Transfers",
    permission=READ,
    nav=Nav("Fulfil", "Transfers", "switch-horizontal", 55),
    query=page,
    columns=[
        Column("number", "Transfer", "code", priority=1),
        Column("from_site", "From", priority=1, width=150),
        Column("to_site", "To", priority=1, width=150),
        Column("lines", "Lines", "number", priority=3),
        Column("quantity", "Sent", "quantity", priority=3),
        Column("arrived", "Arrived", "quantity", _part, priority=2),
        Column("under_way", "On its way", "quantity", lambda row: row.under_way or None, priority=3),
        Column("sent_at", "Left", "datetime", priority=2),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("state", "State", choices=[("in_transit", "In transit"), ("arrived", "Arrived")]),
    ],
    views=[View("way", "In transit", {"state": ["in_transit"]}), View("all", "All")],
    new=Action("Send goods", form="transfers/send", key="N", dialog=False),
    row_url=lambda row: record_url("transfers", row.id),
    empty=Empty("No transfers", "Nothing is on its way between sites.",
                "A transfer appears when goods are sent to another site.",
                Action("Send goods", url=form_url("transfers/send"))),
)  # fmt: skip


@dataclass(frozen=True)
class Transfer:
    """A transfer with its lines."""

    head: TransferRow
    lines: Sequence[LineRow]
    write_offs: Sequence[WriteOffRow]


def load(ctx: Ctx, transfer_id: int) -> Transfer:
    """Read a transfer."""
    found = transfer_rows(ctx, ids=[transfer_id], size=1)
    if not found:
        raise NotFound("transfer_unknown", "There is no such transfer.", transfer=transfer_id)
    return Transfer(found[0], line_rows(ctx, transfer_id), write_off_rows(ctx, transfer_id=transfer_id))


@dataclass(frozen=True)
class TransferLineData:
    """A line of a transfer as programs read it, in stock units."""

    id: int
    item_id: int
    item_code: str
    lot: str | None
    status: str
    quantity: Decimal
    arrived: Decimal
    missing: Decimal


@dataclass(frozen=True)
class TransferData:
    """A transfer as programs read it."""

    id: int
    number: str
    state: str
    from_site: str
    to_site: str
    lines: Sequence[TransferLineData]


def data(ctx: Ctx, one: Transfer) -> TransferData:
    """Give a transfer as data."""
    lines = [
        TransferLineData(n.id, n.item_id, n.item_code, n.lot, n.status, n.quantity, n.arrived, n.missing)
        for n in one.lines
    ]
    head = one.head
    return TransferData(head.id, head.number, head.state, head.from_site, head.to_site, lines)


def _sections(ctx: Ctx, one: Transfer) -> list[Any]:
    def now(line: LineRow) -> Status:
        if line.missing and not line.under_way:
            return triangle("Short on arrival")
        if line.under_way:
            return triangle("Arrived in part") if line.arrived or line.missing else half("In transit")
        return disc("Arrived")

    columns = [
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1,
               url=lambda line: record_url("items", line.item_id)),
        Column("lot", "Lot", "code", priority=3),
        *([Column("kept", "Status", "status", _kept, priority=2)] if any(map(_kept, one.lines)) else []),
        Column("quantity", "Sent", "quantity", unit="unit", priority=1),
        Column("arrived", "Arrived", "quantity", _part, priority=2),
        Column("under_way", "On its way", "quantity", lambda line: line.under_way or None, priority=2),
        Column("missing", "Written off", "quantity", lambda line: line.missing or None, priority=3),
    ]  # fmt: skip
    if ctx.may(COSTS):
        columns.append(Column("value", "Left at", "money", priority=3))
    grid = Grid("Lines", one.lines, [*columns, Column("now", "Now", "status", now, priority=2)])
    return [*write_offs.findings(one.write_offs), *_differs(one), grid]


def _kept(line: LineRow) -> Status | None:
    """Say in which status goods travel that are not good stock."""
    return triangle(line.status.capitalize()) if line.status != "available" else None


def _differs(one: Transfer) -> list[Findings]:
    """Say which lines arrived with less than was sent, and what is to be done about it."""
    if not (one.head.arrived or one.head.missing):
        return []
    found = []
    for line in one.lines:
        text = f"{quantity(line.arrived)} of {quantity(line.quantity, line.unit)} arrived."
        if line.missing and line.under_way:
            text = " ".join((text, f"{quantity(line.missing, line.unit)} written off."))
        if line.under_way:
            more = f"{text} Take the rest in when it turns up, or write it off."
            rest = quantity(line.under_way, line.unit)
            found.append(Finding("warn", f"{line.item_code}: {rest} still on the way", more))
        elif line.missing:
            found.append(Finding("info", f"{line.item_code}: {quantity(line.missing, line.unit)} written off", text))
    return [Findings(found, "What differs")] if found else []


def _actions(ctx: Ctx, one: Transfer) -> list[Action]:
    decide = write_offs.actions(ctx, one.write_offs)
    if one.head.state != "in_transit" or not ctx.may("transfers.receive"):
        return decide
    query = {"transfer": one.head.id}
    label = "Take in the rest" if one.head.arrived or one.head.missing else "Take in"
    return [*decide, Action(label, form="transfers/receive", query=query, primary=not decide, key="E", dialog=False)]


RECORD = RecordScreen(
    subject=Subject("transfers.transfer"),
    slug="transfers",
    parent="transfers",
    permission=READ,
    load=load,
    title=lambda one: f"{one.head.from_site} to {one.head.to_site}",
    code="head.number",
    status=lambda one: status(one.head),
    data=data,
    subtitle=lambda one: [Part(one.head.number, code=True)],
    facts=lambda ctx, one: [
        Fact("Left", one.head.sent_at, "datetime"),
        Fact("Arrived", one.head.arrived_at, "datetime"),
        Fact("On its way", one.head.under_way, "number"),
        *([Fact("Left at", one.head.value, "money", unit=currency(ctx))] if ctx.may(COSTS) else []),
    ],
    actions=_actions,
    sections=_sections,
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how transfers are shown to others."""
    found = numbers(list(ids))
    return {number: refs.Shown("Transfer", label, record_url("transfers", number)) for number, label in found.items()}
