"""Packing: what is picked and not in a handling unit yet, the form that packs it, and units that wait to leave."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_asked, word_choices
from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.modules.warehouse.policies import UNIT_KINDS
from throughline.modules.warehouse.public import PackLine, PackUnit, pack_goods
from throughline.modules.warehouse.queries.lists import ToPack, UnitFacts, UnitLine, to_pack, unit, waiting_unit_rows
from throughline.modules.warehouse.ui.papers import labels
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform import refs
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, Versioned, reading
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Board,
    Bulk,
    Column,
    Done,
    Fact,
    Field,
    Filter,
    Grid,
    Group,
    Item,
    ListRequest,
    Measured,
    Nav,
    OperationForm,
    Part,
    Preview,
    RecordScreen,
    Shown,
    Status,
    Tile,
    Workbench,
    disc,
    form_url,
    half,
    list_url,
    places,
    record_url,
    ring,
    screens,
    standing_lines,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, number
from throughline.platform.ui.sentences import tell_count

Deed = Callable[..., Outcomes]


def unit_kinds(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the kinds of handling units, the company's own among them."""
    return word_choices(ctx, UNIT_KINDS)


@dataclass(frozen=True)
class Row:
    """What of one order for one address waits to be packed."""

    id: int
    order: str
    customer: str
    address: str
    lines: int
    quantity: Decimal
    due: date


def by_order(found: Sequence[ToPack]) -> dict[tuple[Any, ...], list[ToPack]]:
    groups: dict[tuple[Any, ...], list[ToPack]] = {}
    for line in found:
        groups.setdefault((line.thread_id or -line.demand_id, line.group_id, line.ship_to_id), []).append(line)
    return groups


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Gather what waits to be packed and what waits to leave."""
    site, more = site_asked(ctx, asked.one("site"))
    groups = by_order(to_pack(ctx, site_id=site.id))
    units = waiting_unit_rows(ctx, site.id, 200)
    names = documents(
        {(lines[0].root_kind, lines[0].root_id) for lines in groups.values()}
        | {(u.root_kind, u.root_id) for u in units}
    )
    rows = [_row(lines, names) for lines in groups.values()]
    late = sum(row.due < ctx.today for row in rows)
    hurry = f"{late} late" if late else "none late"
    tiles = [
        Tile("To pack", number(len(rows)), unit=plural("order", len(rows)), icon="package", detail=hurry),
        Tile("Packed, not gone", number(len(units)), url=list_url("dispatch"), unit=plural("unit", len(units)),
             icon="truck-delivery", detail="waiting for a carrier"),
    ]  # fmt: skip
    packed = [_unit_row(one, names) for one in units]
    return Workbench(
        [
            Group("To pack", rows, COLUMNS, _count("order", rows), "pack", row_actions=_pack,
                  empty="Nothing is picked and not packed."),
            Group("Packed, waiting to leave", packed, UNIT_COLUMNS, _count("unit", units),
                  row_url=lambda row: record_url("units", row["id"]), empty="No handling unit waits."),
        ],
        f"{_count('order', rows)} to pack, {_count('unit', units)} waiting to leave",
        tiles,
        actions=[Action("Pack with scanner", url="/scan/pack/", icon="barcode"),
                 Action("Dispatch", url=list_url("dispatch"), icon="truck")],
        places=places("packing", site, more),
        title=f"Packing, {site.name}",
    )  # fmt: skip


def _count(noun: str, rows: Sequence[Any]) -> str:
    return f"{len(rows)} {plural(noun, len(rows))}"


def _row(lines: Sequence[ToPack], names: Mapping[Any, Any]) -> Row:
    first = lines[0]
    shown = names.get((first.root_kind, first.root_id))
    address = ", ".join(part for part in (first.address, first.city) if part)
    return Row(
        first.demand_id,
        shown.label if shown else f"Demand {first.demand_id}",
        first.party or MISSING,
        address or MISSING,
        len(lines),
        sum((line.left for line in lines), Decimal(0)),
        min(line.due_on for line in lines),
    )


def _unit_row(one: Any, names: Mapping[Any, Any]) -> dict[str, Any]:
    shown = names.get((one.root_kind, one.root_id))
    return {
        "id": one.id,
        "sscc": one.sscc,
        "kind": one.kind.capitalize(),
        "customer": one.party or MISSING,
        "order": shown.label if shown else MISSING,
        "lines": one.lines,
        "packed": one.packed_at,
        "now": half("Packed"),
    }


def _pack(row: Row) -> list[Action]:
    return [Action("Pack", url=form_url("packing/pack", demand=row.id))]


COLUMNS = [
    Column("order", "Order", "code", priority=1),
    Column("customer", "Customer", priority=1, width=200),
    Column("address", "Goes to", dim=True, priority=3, width=180),
    Column("lines", "Lines", "number", priority=2),
    Column("quantity", "Picked", "quantity", priority=3),
    Column("due", "Due", "date", priority=2),
]
UNIT_COLUMNS = [
    Column("sscc", "SSCC", "code", priority=1),
    Column("kind", "Kind", dim=True, priority=3),
    Column("order", "Order", "code", priority=2),
    Column("customer", "Customer", priority=1, width=200),
    Column("lines", "Lines", "number", priority=3),
    Column("packed", "Packed", "datetime", priority=3),
    Column("now", "Now", "status", priority=2),
]


def _cartons(ctx: Ctx, chosen: Sequence[Versioned]) -> list[tuple[str, PackUnit]]:
    """Put what is left of each chosen order in a carton of its own; give them with their orders."""
    cartons = []
    with reading(ctx):
        for one in chosen:
            for lines in by_order(to_pack(ctx, beside=one.id)).values():
                if any(line.demand_id == one.id for line in lines):
                    cartons.append((lines, PackUnit([PackLine(line.demand_id, line.left) for line in lines])))
        names = documents({(lines[0].root_kind, lines[0].root_id) for lines, _ in cartons})
        return [(_row(lines, names).order, unit) for lines, unit in cartons]


def _packed_orders(ctx: Ctx, chosen: Sequence[Versioned], deed: Deed) -> Outcomes:
    """Pack the chosen orders; a carton that cannot be packed is told by its order."""
    cartons = _cartons(ctx, chosen)
    made = deed(ctx, units=[unit for _, unit in cartons]) if cartons else Outcomes()
    return Outcomes(
        replace(outcome, label=order) if outcome.status == "refused" else outcome
        for (order, _), outcome in zip(cartons, made, strict=True)
    )


def pack_orders(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Pack each chosen order into a carton."""
    return _packed_orders(ctx, chosen, pack_goods)


def foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Say what packing would make."""
    return _packed_orders(ctx, chosen, OPERATIONS["warehouse.pack_goods"].dry_run)


BOARD = Board(
    slug="packing",
    title="Packing",
    permission=READ_TASKS,
    nav=Nav("Fulfil", "Packing", "package", 30),
    load=load,
    filters=[Filter("site", "Site")],
    bulk=[Bulk("pack", "Pack", "order", pack_orders, preview=foresee, permission="warehouse.pack", key="P",
               past="packed",
               consequence="One carton an order, each with its SSCC.")],
)  # fmt: skip


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    demand = int(query.get("demand") or 0)
    for lines in by_order(to_pack(ctx, beside=demand)).values():
        if any(line.demand_id == demand for line in lines):
            return {
                "demand": demand,
                "kind": "carton",
                "lines": [{"demand": line.demand_id, "quantity": line.left, "unit": 1} for line in lines],
            }
    raise NotFound("nothing_to_pack", "Nothing of this order is picked and not packed.", demand=demand)


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show item and what is picked beside each quantity, and how many units it makes."""
    known = {line.demand_id: line for line in to_pack(ctx, beside=values.get("demand") or 0)}
    shown = []
    for line in values.get("lines") or []:
        found = known.get(line.get("demand") or 0)
        cells: dict[str, Any] = {}
        if found:
            cells = {"item": Item(found.item_code, found.item_name), "left": Measured(found.left, found.unit)}
        shown.append(Shown(cells))
    units = {line.get("unit") for line in values.get("lines") or [] if line.get("quantity")}
    return Preview(shown, {"left": tell_count(len(units), "{count} unit", "{count} units")})


def _units(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    parts: dict[int, list[PackLine]] = {}
    for line in values["lines"]:
        if line.get("demand") and line.get("quantity"):
            parts.setdefault(line.get("unit") or 1, []).append(PackLine(line["demand"], line["quantity"]))
    return {"units": [PackUnit(lines, values.get("kind") or "carton") for _, lines in sorted(parts.items())]}


def _packed(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    codes = ", ".join(outcome.label for outcome in result)
    only = result[0].document if len(result) == 1 else None
    return Done(record_url("units", only) if only else list_url("packing"), f"Packed: {codes}.")


FORM = OperationForm(
    slug="packing/pack",
    parent="packing",
    title="Pack",
    text="Lines with the same number go into one unit; each unit gets its SSCC.",
    operation="warehouse.pack_goods",
    submit_label="Pack",
    initial=_first,
    arguments=_units,
    preview=ahead,
    on_done=_packed,
    fields=[
        Field("demand", kind="hidden", parse=int, required=True),
        Field("kind", "Kind of unit", "select", choices=unit_kinds, width=140),
        standing_lines(
            Field("left", "Picked", "shown"),
            Field("quantity", "Pack", "decimal", width=90, minimum=Decimal(0)),
            Field("unit", "Into unit", "number", width=80, minimum=1),
            key="demand",
            required=True,
        ),
    ],
)


@dataclass(frozen=True)
class Unit:
    """A handling unit with its contents and the shipment it left on."""

    facts: UnitFacts
    lines: Sequence[UnitLine]
    names: Mapping[Any, refs.Shown]
    shipment: refs.Shown | None


def load_unit(ctx: Ctx, unit_id: int) -> Unit:
    """Read a handling unit."""
    facts, lines = unit(ctx, unit_id)
    if facts is None:
        raise NotFound("unit_unknown", "There is no such handling unit.", unit=unit_id)
    names = documents({(line.root_kind, line.root_id) for line in lines})
    left = DocumentRef("logistics.shipment", facts.shipment_id) if facts.shipment_id else None
    return Unit(facts, lines, names, refs.resolve([left])[left] if left else None)


def _unit_status(one: Unit) -> Status:
    if one.facts.unpacked_at:
        return ring("Unpacked")
    return disc("Dispatched") if one.facts.shipment_id else half("Packed")


def _unit_sections(ctx: Ctx, one: Unit) -> list[Grid]:
    def order(line: UnitLine) -> str:
        shown = one.names.get((line.root_kind, line.root_id))
        return shown.label if shown else MISSING

    def order_url(line: UnitLine) -> str | None:
        shown = one.names.get((line.root_kind, line.root_id))
        return shown.url if shown else None

    columns = [
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1),
        Column("order", "Order", "code", order, url=order_url, priority=2),
        Column("quantity", "Quantity", "quantity", unit="unit", priority=1),
    ]
    return [Grid("Contents", one.lines, columns)]


def _unit_actions(ctx: Ctx, one: Unit) -> list[Action]:
    """Offer its label, to unpack it, and to send it where somebody above the warehouse can."""
    if one.facts.unpacked_at:
        return []
    papers = [
        Action("Print label", url=labels.LABEL_PDF.address(one.facts.id), icon="printer"),
        Action("Label as ZPL", url=labels.LABEL_ZPL.address(one.facts.id), icon="barcode"),
    ]
    if one.facts.shipment_id:
        return papers
    if ctx.may("warehouse.pack"):
        papers.append(Action("Unpack", form="packing/unpack", query={"unit": one.facts.id}, icon="package-export"))
    if not screens.find(OperationForm, "dispatch/send"):
        return papers
    if not ctx.may("logistics.shipment.dispatch"):
        return papers
    return [Action("Dispatch", form="dispatch/send", query={"unit": one.facts.id}, primary=True), *papers]


def _unpacked(facts: UnitFacts) -> str:
    return ", ".join(part for part in (facts.unpacked_by, facts.unpacked_reason) if part)


def _emptied(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    return Done(record_url("units", values["unit"]), result.only().message)


UNPACK = OperationForm(
    slug="packing/unpack",
    parent="packing",
    title="Unpack",
    text="Its goods lie picked at the stage again and are packed anew. Its SSCC is not used again.",
    operation="warehouse.unpack_goods",
    submit_label="Unpack",
    arguments=lambda ctx, values: {"units": [values["unit"]], "reason": values["reason"]},
    on_done=_emptied,
    fields=[
        Field("unit", kind="hidden", parse=int, required=True),
        Field("reason", "Reason", required=True, help="Wrong goods, damaged carton, to be split"),
    ],
)


UNIT = RecordScreen(
    subject=Subject("warehouse.handling_unit"),
    slug="units",
    parent="packing",
    permission=READ_TASKS,
    load=load_unit,
    title=lambda one: one.facts.party or one.facts.sscc,
    code=lambda one: one.facts.sscc,
    status=_unit_status,
    subtitle=lambda one: [Part(f"SSCC {one.facts.sscc}", code=True), one.facts.kind.capitalize(),
                          ", ".join(part for part in (one.facts.address, one.facts.city) if part)],
    facts=lambda ctx, one: [
        Fact("SSCC", one.facts.sscc, "code"),
        Fact("Packed", one.facts.packed_at, "datetime"),
        *([Fact("Unpacked", one.facts.unpacked_at, "datetime", note=_unpacked(one.facts))]
          if one.facts.unpacked_at else []),
        Fact("Shipment", one.shipment.label if one.shipment else None, "code",
             url=one.shipment.url if one.shipment else ""),
    ],
    actions=_unit_actions,
    sections=_unit_sections,
)  # fmt: skip
