"""Receipts: goods that arrived, and the form that receives them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.modules.catalog.public import items, packagings
from throughline.modules.inventory.public import average_costs, bins
from throughline.modules.parties.public import party_names
from throughline.modules.warehouse.permissions import READ_COSTS, READ_RECEIPTS
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput
from throughline.modules.warehouse.queries.receipts import (
    ReceiptLineRow,
    ReceiptRow,
    find_suppliers,
    receipt_lines,
    receipt_numbers,
    receipts,
)
from throughline.modules.warehouse.ui.sites import site_choices, site_of
from throughline.platform import refs
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
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
    disc,
    form_url,
    record_url,
)
from throughline.platform.ui.formats import MISSING, quantity

KINDS = [("purchase", "Purchase"), ("opening", "Opening stock")]


def find_bins(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find places of the chosen site by the beginning of their code."""
    site, _ = site_of(ctx, beside.get("site"))
    found = sorted(code for code in bins(ctx, site.id) if code.upper().startswith(words.upper()))
    places = bins(ctx, site.id)
    return [Option(places[code], code) for code in found[:20]]


def _bin(ctx: Ctx, place: Any) -> Option | None:
    for site, _name in site_choices(ctx):
        for code, number in bins(ctx, int(site)).items():
            if number == place:
                return Option(number, code)
    return None


def _suppliers(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    return [Option(party, name, code) for party, code, name in find_suppliers(ctx, words)]


def _supplier(ctx: Ctx, party: Any) -> Option | None:
    name = party_names([party]).get(party)
    return Option(party, name) if name else None


BINS = Lookup("bins", find_bins, _bin)
SUPPLIERS = Lookup("suppliers", _suppliers, _supplier, READ_RECEIPTS)


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of receipts."""
    found = receipts(
        ctx,
        before=asked.before,
        supplier=asked.search,
        kind=asked.one("kind"),
        site_id=asked.number("site"),
        since=asked.day("since"),
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="receipts",
    title="Receipts",
    permission=READ_RECEIPTS,
    nav=Nav("Fulfil", "Receipts", "package-import", 50),
    query=page,
    columns=[
        Column("number", "Receipt", "code", priority=1),
        Column("supplier", "Supplier", value=lambda row: row.supplier or MISSING, priority=1, width=220),
        Column("kind", "Kind", value=lambda row: dict(KINDS).get(row.kind, row.kind), priority=3),
        Column("reference", "Delivery note", "code", priority=3),
        Column("site", "Site", priority=4),
        Column("lines", "Lines", "number", priority=2),
        Column("on_date", "Received", "date", priority=2),
        Column("now", "Now", "status", lambda row: disc("Put away"), priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("kind", "Kind", choices=KINDS),
        Filter("since", "Received", "date", operator="from"),
    ],
    new=Action("Receive goods", form="receipts/new", key="N", dialog=False),
    actions=[Action("Receive with scanner", url="/scan/receive/", icon="barcode")],
    row_url=lambda row: record_url("receipts", row.id),
    empty=Empty("No receipts", "", "A receipt appears when goods are received.",
                Action("Receive goods", url=form_url("receipts/new"))),
)  # fmt: skip


@dataclass(frozen=True)
class Receipt:
    """A receipt with its lines."""

    head: ReceiptRow
    lines: Sequence[ReceiptLineRow]


@dataclass(frozen=True)
class ReceiptData:
    """A receipt as programs read it; costs are null to those who may not see them."""

    head: ReceiptRow
    lines: Sequence[ReceiptLineRow]


def data(ctx: Ctx, receipt: Receipt) -> ReceiptData:
    """Give a receipt as data."""
    if ctx.may(READ_COSTS):
        return ReceiptData(receipt.head, receipt.lines)
    lines = [replace(line, unit_cost=None, value=None) for line in receipt.lines]
    return ReceiptData(replace(receipt.head, value=None), lines)


def load(ctx: Ctx, receipt_id: int) -> Receipt:
    """Read a receipt."""
    found = receipts(ctx, ids=[receipt_id])
    if not found:
        raise NotFound("receipt_unknown", "There is no such receipt.", receipt=receipt_id)
    return Receipt(found[0], receipt_lines(ctx, receipt_id))


def _sections(ctx: Ctx, receipt: Receipt) -> list[Grid]:
    columns = [
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1),
        Column("entered", "Received", "quantity", lambda line: Measured(line.entered, line.unit), priority=1),
        Column("quantity", "On hand", "quantity", lambda line: Measured(line.quantity, line.stock_unit), priority=3),
        Column("place", "Put to", "code", priority=2),
        Column("lot", "Lot", "code", priority=3),
        Column("expires_on", "Expires", "date", priority=4),
    ]
    foot = {}
    if ctx.may(READ_COSTS):
        columns += [Column("unit_cost", "Cost", "money", priority=3), Column("value", "Value", "money", priority=2)]
        foot = {"value": receipt.head.value}
    return [Grid("Lines", receipt.lines, columns, foot=foot)]


RECORD = RecordScreen(
    subject=Subject("warehouse.receipt"),
    slug="receipts",
    parent="receipts",
    permission=READ_RECEIPTS,
    load=load,
    title=lambda receipt: receipt.head.supplier or dict(KINDS).get(receipt.head.kind, "Receipt"),
    code="head.number",
    status=lambda receipt: disc("Put away"),
    data=data,
    subtitle=lambda receipt: [
        Part(receipt.head.number, code=True),
        receipt.head.site,
        *([f"Delivery note {receipt.head.reference}"] if receipt.head.reference else []),
    ],
    facts=lambda ctx, receipt: [
        Fact("Received", receipt.head.at, "datetime"),
        Fact("Lines", len(receipt.lines), "number"),
        *([Fact("Value", receipt.head.value, "money")] if ctx.may(READ_COSTS) else []),
    ],
    actions=lambda ctx, receipt: [Action("Receive more", form="receipts/new", dialog=False)],
    sections=_sections,
)


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    site, _ = site_of(ctx, query.get("site"))
    return {"site": str(site.id), "kind": "purchase"}


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what each line comes to in stock units, its value, and the totals."""
    lines = values.get("lines") or []
    known = items({line["item"] for line in lines if line.get("item")})
    units, averages = packagings(set(known)), average_costs(ctx, known)
    shown, total = [], Decimal(0)
    for line in lines:
        item = known.get(line.get("item") or 0)
        if item is None or line.get("quantity") is None:
            shown.append(Shown())
            continue
        unit = line.get("unit") or item.stock_unit
        packaging = units.get((item.id, unit))
        if packaging is None:
            shown.append(Shown({"stock": f"no packaging {unit}"}, {"stock": "stop"}))
            continue
        cost = line.get("cost")
        if cost is None:
            cost = averages.get(item.id, Decimal(0)) * packaging.factor
        value = line["quantity"] * cost
        total += value
        shown.append(Shown({"stock": quantity(line["quantity"] * packaging.factor, item.stock_unit), "value": value}))
    return Preview(shown, {"value": total})


def _receipts(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [
        ReceiptLineInput(
            line["item"],
            line["quantity"],
            line.get("cost"),
            line.get("unit") or "",
            line.get("bin"),
            line.get("lot") or "",
            line.get("expires"),
        )
        for line in values["lines"]
    ]
    receipt = ReceiptInput(
        int(values["site"]),
        lines,
        values.get("supplier"),
        values.get("kind") or "purchase",
        values.get("reference") or "",
    )
    return {"receipts": [receipt]}


def _received(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    outcome = result.only()
    return Done(record_url("receipts", outcome.document), f"{outcome.label}: {outcome.message}")


FORM = OperationForm(
    slug="receipts/new",
    parent="receipts",
    title="Receive goods",
    text="Goods are on hand at once, and promised to who waits for them.",
    operation="warehouse.receive_goods",
    submit_label="Receive goods",
    initial=_first,
    arguments=_receipts,
    preview=ahead,
    on_done=_received,
    fields=[
        Field("site", "Site", "select", choices=site_choices, required=True, width=150),
        Field("supplier", "Supplier", "lookup", lookup="suppliers", width=220),
        Field("kind", "Kind", "select", choices=KINDS, width=140),
        Field("reference", "Delivery note", width=150),
        Field(
            "lines",
            "",
            "lines",
            required=True,
            columns=[
                Field("item", "Item", "lookup", lookup="items", required=True, width=230),
                Field("quantity", "Quantity", "decimal", required=True, width=80),
                Field("unit", "Unit", width=64),
                Field("cost", "Unit cost", "money", width=84, help="Empty: what it costs on average"),
                Field("bin", "Bin", "lookup", lookup="bins", depends=["site"], width=90),
                Field("lot", "Lot", width=90),
                Field("expires", "Expires", "date", width=120),
                Field("stock", "On hand", "shown"),
                Field("value", "Value", "shown"),
            ],
        ),
    ],
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how receipts are shown to others."""
    found = receipt_numbers(list(ids))
    return {number: refs.Shown("Receipt", label, record_url("receipts", number)) for number, label in found.items()}
