"""Shipments: the list and the page of one, with what was shipped, accepted, refused and came back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import invoices_of_threads
from throughline.modules.documents.public import FileInfo
from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.public import ON_THE_WAY, shipments_of
from throughline.modules.logistics.queries.lists import (
    LineRow,
    MilestoneRow,
    ProofRow,
    ShipmentRow,
    carriers,
    line_rows,
    milestones,
    numbers,
    numbers_by_line,
    proofs,
    shipment_rows,
    units_of,
)
from throughline.modules.logistics.queries.losses import LossFacts, losses_of
from throughline.modules.logistics.ui import losses
from throughline.modules.logistics.ui.actions import actions_of
from throughline.modules.logistics.ui.pictures import picture_url, pictures_of
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Document,
    Documents,
    Empty,
    Entry,
    Fact,
    Filter,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Lookup,
    Measured,
    Nav,
    Option,
    Pair,
    Pairs,
    Panel,
    Part,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    Timeline,
    Two,
    View,
    disc,
    half,
    list_url,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import MISSING, day
from throughline.platform.ui.slots import thread_line

STATES = {
    "dispatched": half("Dispatched"),
    "delivered": disc("Delivered"),
    "delivered_short": triangle("Delivered short"),
    "failed": triangle("Failed"),
    "back": ring("Back in stock"),
    "lost": triangle("Lost"),
}
#: Icon and words of a milestone.
MILESTONES = {
    "dispatched": ("truck", "Dispatched"),
    "redispatched": ("truck", "Sent again"),
    "delivered": ("circle-check", "Delivered"),
    "delivered_short": ("alert-triangle", "Delivered, a part refused"),
    "failed": ("alert-triangle", "Refused whole"),
    "back": ("truck-return", "Back in stock"),
    "lost": ("alert-triangle", "Lost on the way"),
    **{
        kind: ("alert-triangle" if kind in ("attempted", "delayed") else "map-pin", words)
        for kind, words in ON_THE_WAY.items()
    },
}


def status(row: Any) -> Status:
    """Give the state of a shipment in the words of the guide."""
    return STATES.get(row.state) or ring(str(row.state))


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of shipments."""
    by_day = asked.day("until") is not None
    found = shipment_rows(
        ctx,
        before=asked.before,
        beyond=asked.beyond,
        by_day=by_day,
        states=list(asked.filters.get("state") or []) or None,
        carrier=asked.one("carrier"),
        since=asked.day("since"),
        until=asked.day("until"),
        party_id=asked.number("customer"),
        words=asked.search,
        size=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, key=lambda row: f"{row.dispatched_on},{row.id}" if by_day else row.id)


LIST = ListScreen(
    slug="shipments",
    title="Shipments",
    permission=READ_SHIPMENTS,
    nav=Nav("Fulfil", "Shipments", "truck", 40),
    query=page,
    columns=[
        Column("number", "Shipment", "code", priority=1),
        Column("party", "Customer", value=lambda row: row.party or MISSING, priority=1, width=220),
        Column("city", "Goes to", dim=True, priority=3, width=180,
               value=lambda row: ", ".join(part for part in (row.address, row.city) if part and part != row.party)),
        Column("lines", "Lines", "number", priority=3),
        Column("carrier", "Carrier", value=lambda row: row.carrier or MISSING, priority=3),
        Column("tracking", "Tracking", "code", priority=4),
        Column("site", "From", dim=True, priority=5),
        Column("dispatched_on", "Dispatched", "date", priority=2),
        Column("delivered_at", "Delivered", "datetime", priority=4),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("state", "State", choices=[(code, one.label) for code, one in STATES.items()]),
        Filter("carrier", "Carrier", choices=lambda ctx: [(name, name) for name in carriers(ctx)]),
        Filter("customer", "Customer", "lookup", lookup="customers"),
        Filter("since", "Dispatched", "date", operator="from"),
        Filter("until", "Dispatched", "date", operator="to"),
    ],
    views=[View("all", "All"), View("way", "On the way", {"state": ["dispatched"]}),
           View("trouble", "Refused or failed", {"state": ["delivered_short", "failed"]}),
           View("lost", "Lost", {"state": ["lost"]})],
    actions=[Action("Dispatch", url=list_url("dispatch"), icon="truck-delivery")],
    row_url=lambda row: record_url("shipments", row.id),
    empty=Empty("No shipments", "", "A shipment appears when packed units are dispatched.",
                Action("See what is packed", url=list_url("dispatch"))),
)  # fmt: skip


@dataclass(frozen=True)
class Shipment:
    """A shipment with everything on its page."""

    head: ShipmentRow
    lines: Sequence[LineRow]
    milestones: Sequence[MilestoneRow]
    proofs: Sequence[ProofRow]
    units: Sequence[tuple[int, str]]
    roots: Mapping[Any, refs.Shown]
    documents: Sequence[Document]
    pictures: Sequence[FileInfo] = ()
    losses: Sequence[LossFacts] = ()


@dataclass(frozen=True)
class ShipmentData:
    """A shipment as programs read it; `version` is what If-Match takes."""

    version: int
    head: ShipmentRow
    lines: Sequence[LineRow]
    milestones: Sequence[MilestoneRow]
    proofs: Sequence[ProofRow]
    handling_unit_ids: Sequence[int]
    losses: Sequence[LossFacts]


def data(ctx: Ctx, one: Shipment) -> ShipmentData:
    """Give a shipment as data."""
    units = [number for number, _ in one.units]
    return ShipmentData(one.head.version, one.head, one.lines, one.milestones, one.proofs, units, one.losses)


def load(ctx: Ctx, shipment_id: int) -> Shipment:
    """Read a shipment with its lines, milestones, proofs, units and the documents of its thread."""
    found = shipment_rows(ctx, ids=[shipment_id], size=1)
    if not found:
        raise NotFound("shipment_unknown", "There is no such shipment.", shipment=shipment_id)
    lines = line_rows(ctx, shipment_id)
    wanted = {DocumentRef(line.root_kind, line.root_id) for line in lines if line.root_kind and line.root_id}
    shown = refs.resolve(wanted)
    return Shipment(
        found[0],
        lines,
        milestones(ctx, shipment_id),
        proofs(ctx, shipment_id),
        units_of(ctx, shipment_id),
        {(ref.kind, ref.id): one for ref, one in shown.items()},
        _documents(ctx, found[0], shown),
        pictures_of(ctx, shipment_id),
        losses_of(ctx, [shipment_id]),
    )


def _documents(ctx: Ctx, head: ShipmentRow, roots: Mapping[DocumentRef, refs.Shown]) -> list[Document]:
    """List the documents of the thread that this module and those below know."""
    rows = [Document(one.label, one.url, one.noun.capitalize(), half("Open")) for one in roots.values() if one.url]
    if head.thread_id is None:
        return rows
    for other in shipments_of(ctx, [head.thread_id]):
        if other.id != head.id:
            rows.append(
                Document(
                    other.number, record_url("shipments", other.id), "Shipment", status(other), other.dispatched_on
                )
            )
    if ctx.may("billing.invoice.read"):
        for bill in invoices_of_threads(ctx, [head.thread_id]):
            what = "Credit note" if bill.kind == "credit_note" else "Invoice"
            rows.append(Document(bill.number, record_url("invoices", bill.invoice_id), what, disc("Posted"), bill.net))
    return rows


def sections(ctx: Ctx, shipment: Shipment) -> list[Section]:
    """Give lines, milestones and proof, units and the documents of the thread."""
    entries = [_entry(one) for one in shipment.milestones]
    units = [Pair("SSCC", code, "code", url=record_url("units", number)) for number, code in shipment.units]
    proof: list[Pair] = []
    for one in shipment.proofs:
        proof += [Pair("Signed by", one.signer or MISSING), Pair("Signed at", one.at, "datetime")]
        proof += [Pair("Remark", one.note)] if one.note else []
    left: list[Section] = [Timeline("What happened", entries)]
    right: list[Section] = [Documents("Documents of this thread", shipment.documents)]
    if proof:
        left.append(Pairs("Proof of delivery", proof))
    if shipment.pictures:
        left.append(Panel("Signature and photos", "logistics/pictures.html", {"pictures": _shown(shipment)}))
    right.append(Pairs("Handling units", units))
    line = thread_line(ctx, shipment.head.thread_id)
    grid = Grid("Lines", shipment.lines, _columns(shipment), count=len(shipment.lines))
    lost: list[Section] = [losses.grid(shipment.losses)] if shipment.losses else []
    return [*([ThroughlineSection(line)] if line else []), grid, *lost, Two(left, right)]


def _shown(shipment: Shipment) -> list[dict[str, str]]:
    signer = shipment.proofs[0].signer if len(shipment.proofs) == 1 else ""
    words = {"signature": f"Signature of {signer}" if signer else "Signature", "photo": "Photo at the door"}
    return [{"url": picture_url(shipment.head.id, one.id), "words": words[one.role]} for one in shipment.pictures]


def _entry(one: MilestoneRow) -> Entry:
    icon, words = MILESTONES.get(one.kind, ("flag", one.kind))
    text = f"{words}: {one.note}" if one.note else words
    return Entry(one.at, text, one.who or "", icon, "warn" if icon == "alert-triangle" else "")


def _columns(shipment: Shipment) -> list[Column]:
    def root(line: LineRow) -> refs.Shown | None:
        return shipment.roots.get((line.root_kind, line.root_id))

    def part(amount: Any, line: LineRow) -> Measured | None:
        return Measured(amount, "", float(amount / line.quantity), late=False) if amount else None

    def out(line: LineRow) -> Any:
        return line.quantity - line.accepted - line.refused

    def now(line: LineRow) -> Status:
        if out(line):
            return half("On the way")
        if line.lost:
            return triangle("Lost")
        if line.refused > line.back:
            return triangle(f"Refused, {line.reason.lower()}" if line.reason else "Refused")
        if line.back:
            return ring("Back in stock")
        return disc("Delivered")

    return [
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1),
        Column("order", "Order", "code", lambda line: getattr(root(line), "label", MISSING),
               url=lambda line: getattr(root(line), "url", None), priority=3),
        Column("quantity", "Shipped", "quantity", unit="unit", priority=1),
        Column("accepted", "Accepted", "quantity", lambda line: part(line.accepted, line), priority=2),
        Column("refused", "Refused", "quantity", lambda line: part(line.refused, line), priority=2),
        Column("back", "Back", "quantity", lambda line: part(line.back, line), priority=3),
        Column("lost", "Lost", "quantity", lambda line: part(line.lost, line), priority=4),
        Column("out", "On the way", "quantity", lambda line: out(line) or None, priority=4),
        Column("now", "Now", "status", now, priority=2),
    ]  # fmt: skip


RECORD = RecordScreen(
    subject=Subject("logistics.shipment", (Kept("logistics_shipment"),)),
    slug="shipments",
    parent="shipments",
    permission=READ_SHIPMENTS,
    load=load,
    title=lambda one: one.head.party or one.head.number,
    code="head.number",
    status=lambda one: status(one.head),
    data=data,
    subtitle=lambda one: [
        Part(one.head.number, code=True),
        ", ".join(part for part in (one.head.address, one.head.city) if part and part != one.head.party)
        or "No address",
        f"from {one.head.site}",
        *[Part(shown.label, code=True, url=shown.url) for shown in list(one.roots.values())[:3]],
    ],
    facts=lambda ctx, one: [
        Fact("Dispatched", one.head.dispatched_at, "datetime"),
        Fact("Carrier", one.head.carrier or None, note=one.head.service),
        Fact("Tracking", one.head.tracking or None, "code", url=one.head.tracked_at),
        Fact("Handling units", len(one.units), "number"),
        Fact("Delivered", one.head.delivered_at, "datetime"),
    ],
    actions=lambda ctx, one: actions_of(ctx, one.head, one.lines, one.losses, packed=bool(one.units)),
    sections=sections,
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how shipments are shown to others."""
    found = numbers(list(ids))
    return {number: refs.Shown("Shipment", label, record_url("shipments", number)) for number, label in found.items()}


def shown_by_line(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how shipment lines are shown to others: as their shipment."""
    found = numbers_by_line(list(ids))
    return {line: refs.Shown("Shipment", label, record_url("shipments", n)) for line, (n, label) in found.items()}


def shipment_label(ctx: Ctx, shipment_id: int) -> str:
    """Give the number of a shipment, or nothing."""
    return numbers([shipment_id]).get(shipment_id, "")


def find_shipments(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find shipments by the beginning of their number or customer, for type-ahead fields."""
    return [_option(row) for row in shipment_rows(ctx, words=words, size=20)]


def _option(row: ShipmentRow) -> Option:
    return Option(row.id, row.number, row.party or "", [status(row).label, day(row.dispatched_on)])


def _known(ctx: Ctx, values: Sequence[int]) -> Mapping[int, Option]:
    return {row.id: _option(row) for row in shipment_rows(ctx, ids=values, size=len(values))}


SHIPMENTS = Lookup("shipments", find_shipments, _known, READ_SHIPMENTS)
