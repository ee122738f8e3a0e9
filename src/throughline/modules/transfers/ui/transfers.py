"""Transfers between sites: what is on its way, what arrived, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency, sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.modules.inventory.public import Lying, lying
from throughline.modules.transfers.permissions import READ
from throughline.modules.transfers.public import ArrivedLine, SendLine
from throughline.modules.transfers.queries.lists import (
    LineRow,
    TransferRow,
    WriteOffRow,
    line_rows,
    numbers,
    transfer_facts,
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
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    Finding,
    Findings,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Lookup,
    Measured,
    Nav,
    OperationForm,
    Option,
    Part,
    Preview,
    RecordScreen,
    Shown,
    Status,
    View,
    disc,
    form_url,
    half,
    record_url,
    standing_lines,
    triangle,
)
from throughline.platform.ui.formats import quantity

COSTS = "inventory.cost.read"


def _sites(ctx: Ctx) -> list[tuple[str, str]]:
    return [(str(number), place.name) for number, place in sites(ctx).items()]


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
    more = str(found[asked.size - 1].id) if len(found) > asked.size else None
    return ListPage(found[: asked.size], more)


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
        Filter("site", "Site", choices=_sites),
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
    lines = [TransferLineData(n.id, n.item_id, n.item_code, n.lot, n.quantity, n.arrived, n.missing) for n in one.lines]
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
        Column("quantity", "Sent", "quantity", unit="unit", priority=1),
        Column("arrived", "Arrived", "quantity", _part, priority=2),
        Column("under_way", "On its way", "quantity", lambda line: line.under_way or None, priority=2),
        Column("missing", "Written off", "quantity", lambda line: line.missing or None, priority=3),
    ]  # fmt: skip
    if ctx.may(COSTS):
        columns.append(Column("value", "Left at", "money", priority=3))
    grid = Grid("Lines", one.lines, [*columns, Column("now", "Now", "status", now, priority=2)])
    return [*write_offs.findings(one.write_offs), *_differs(one), grid]


def _differs(one: Transfer) -> list[Findings]:
    """Say which lines arrived with less than was sent, and what is to be done about it."""
    if not (one.head.arrived or one.head.missing):
        return []
    found = []
    for line in one.lines:
        text = f"{quantity(line.arrived)} of {quantity(line.quantity, line.unit)} arrived."
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


# -- sending ----------------------------------------------------------------------------------------------------------


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    site = beside.get("site") or ""
    if not is_id(site):
        return []
    return [_option(one) for one in lying(ctx, int(site), words=words, limit=20)]


def _option(one: Lying) -> Option:
    lot = f", lot {one.lot}" if one.lot else ""
    return Option(one.balance_id, f"{one.item_code} at {one.place}{lot}", one.item_name,
                  [quantity(one.free, one.unit)])  # fmt: skip


def _goods(ctx: Ctx, balance_id: int) -> Lying | None:
    for site in sites(ctx):
        for one in lying(ctx, site, balance_id=balance_id, limit=1):
            return one
    return None


def _one(ctx: Ctx, value: Any) -> Option | None:
    found = _goods(ctx, value)
    return _option(found) if found else None


GOODS = Lookup("goods", _find, _one, READ)


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    shown = []
    for line in values.get("lines") or []:
        found = _goods(ctx, line["goods"]) if line.get("goods") else None
        if found is None:
            shown.append(Shown())
            continue
        over = line.get("quantity") is not None and line["quantity"] > found.free
        cells = {"item": Item(found.item_code, found.item_name), "free": Measured(found.free, found.unit)}
        shown.append(Shown(cells, {"free": "stop"} if over else {}))
    return Preview(shown)


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    known = [number for number, _ in _sites(ctx)]
    return {"site": query.get("site") or next(iter(known), ""), "to": known[1] if len(known) > 1 else ""}


SEND = OperationForm(
    slug="transfers/send",
    parent="transfers",
    title="Send goods to another site",
    text="They are in transit at their cost until they arrive. Only what is promised to nobody can be sent.",
    operation="transfers.send_transfer",
    submit_label="Send goods",
    initial=_first,
    preview=_ahead,
    arguments=lambda ctx, values: {
        "from_site_id": int(values["site"]),
        "to_site_id": int(values["to"]),
        "lines": [SendLine(line["goods"], line["quantity"]) for line in values["lines"]],
    },
    on_done=lambda ctx, result, values: Done(record_url("transfers", result), "On its way."),
    fields=[
        Field("site", "From", "select", choices=_sites, required=True, width=180),
        Field("to", "To", "select", choices=_sites, required=True, width=180),
        Field(
            "lines",
            "",
            "lines",
            required=True,
            columns=[
                Field("goods", "Goods", "lookup", lookup="goods", depends=["site"], required=True, width=260),
                Field("quantity", "Quantity", "decimal", required=True, width=90, minimum=Decimal(0)),
                Field("item", "Item", "shown"),
                Field("free", "There", "shown"),
            ],
        ),
    ],
)


# -- taking in --------------------------------------------------------------------------------------------------------


def _expected(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    transfer = int(query.get("transfer") or 0)
    lines = [
        {"line": one.id, "quantity": one.under_way, "missing": Decimal(0)}
        for one in line_rows(ctx, transfer)
        if one.under_way
    ]
    to_site = next((one.to_site_id for one in transfer_facts(ctx, ids=[transfer])), "")
    return {"transfer": transfer, "site": str(to_site), "lines": lines}


def _arrival(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what was sent beside what arrived, and what would still be on its way."""
    known = {one.id: one for one in line_rows(ctx, values.get("transfer") or 0)}
    shown = []
    for line in values.get("lines") or []:
        found = known.get(line.get("line") or 0)
        if found is None:
            shown.append(Shown())
            continue
        rest = found.under_way - (line.get("quantity") or Decimal(0)) - (line.get("missing") or Decimal(0))
        cells: dict[str, Any] = {
            "item": Item(found.item_code, found.item_name),
            "sent": Measured(found.under_way, found.unit),
            "rest": Measured(rest, found.unit),
        }
        shown.append(Shown(cells, {"rest": "stop"} if rest < 0 else {"rest": "warn"} if rest else {}))
    return Preview(shown)


def _lines(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [
        ArrivedLine(
            line["line"], line.get("quantity") or Decimal(0), line.get("missing") or Decimal(0), line.get("bin")
        )
        for line in values["lines"]
        if line.get("line") and (line.get("quantity") or line.get("missing"))
    ]
    return {"transfer_id": values["transfer"], "lines": lines}


def _taken_in(ctx: Ctx, result: int, values: Mapping[str, Any]) -> Done:
    """Say that it is done, or that what is missing waits for another person."""
    address = record_url("transfers", values["transfer"])
    if write_off_rows(ctx, transfer_id=values["transfer"], state="waiting"):
        return Done(address, "What is missing waits for another person to write it off.", triangle("Waits"))
    return Done(address, "Taken in.")


RECEIVE = OperationForm(
    slug="transfers/receive",
    parent="transfers",
    title=lambda ctx, values: f"Take in {numbers([values.get('transfer') or 0]).get(values.get('transfer') or 0, '')}",
    text="What arrived is on hand at the cost at which it left. What is not there stays on its way until it turns up "
    "or is written off.",
    operation="transfers.receive_transfer",
    submit_label="Take in",
    initial=_expected,
    preview=_arrival,
    arguments=_lines,
    on_done=_taken_in,
    fields=[
        Field("transfer", kind="hidden", parse=int, required=True),
        Field("site", kind="hidden"),
        standing_lines(
            Field("sent", "On its way", "shown"),
            Field("quantity", "Arrived", "decimal", width=90, minimum=Decimal(0)),
            Field("bin", "To bin", "lookup", lookup="bins", depends=["site"], width=90),
            Field("missing", "Write off", "decimal", width=90, minimum=Decimal(0)),
            Field("rest", "Still missing", "shown"),
            required=True,
        ),
    ],
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how transfers are shown to others."""
    found = numbers(list(ids))
    return {number: refs.Shown("Transfer", label, record_url("transfers", number)) for number, label in found.items()}
