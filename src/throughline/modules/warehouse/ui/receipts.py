"""Receipts: goods that arrived, and the form that receives them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from throughline.governance.public import site_choices
from throughline.kernel.errors import NotFound
from throughline.modules.warehouse.permissions import READ_COSTS, READ_RECEIPTS
from throughline.modules.warehouse.queries.receipts import (
    ReceiptLineRow,
    ReceiptRow,
    receipt_lines,
    receipt_numbers,
    receipts,
)
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Column,
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
    Part,
    RecordScreen,
    disc,
    form_url,
    record_url,
)
from throughline.platform.ui.formats import MISSING

KINDS = [("purchase", "Purchase"), ("opening", "Opening stock")]


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


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how receipts are shown to others."""
    found = receipt_numbers(list(ids))
    return {number: refs.Shown("Receipt", label, record_url("receipts", number)) for number, label in found.items()}
