"""Planned waves: what is to go to the floor together, when, how far it is; their list and their page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.kernel.money import ZERO
from throughline.modules.warehouse.permissions import READ_RELEASE
from throughline.modules.warehouse.queries.waves import WaveLine, WaveRow, wave_lines, wave_rows
from throughline.modules.warehouse.ui.sites import documents
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
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Status,
    View,
    disc,
    form_url,
    half,
    list_url,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, now, number, quantity

STATES = [("planned", "Planned"), ("released", "Released"), ("cancelled", "Given up")]


def number_of(wave_id: int) -> str:
    """Give the number under which a wave is known."""
    return f"W-{wave_id}"


def status(row: WaveRow) -> Status:
    """Say how far a wave is, and whether it is late for its cut-off."""
    if row.state == "cancelled":
        return ring("Given up")
    late = row.cut_off is not None and row.cut_off < now()
    if row.state == "planned":
        return triangle("Late for cut-off") if late else ring("Planned")
    if row.shipped >= row.asked:
        return disc("Shipped")
    if row.picked >= row.released:
        return triangle("Left out") if row.left_out else disc("Picked")
    return triangle("Late for cut-off") if late else half("In work")


def _share(name: str) -> Any:
    def part(row: WaveRow) -> Measured | None:
        amount: Decimal = getattr(row, name)
        return Measured(amount, "", float(amount / row.asked)) if amount and row.asked else None

    return part


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of waves."""
    words = asked.search.upper().removeprefix("W-")
    found = wave_rows(
        ctx,
        before=asked.before,
        ids=[int(words)] if is_id(words) else None,
        site_id=asked.number("site"),
        state=asked.one("state"),
        words="" if is_id(words) else asked.search,
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="waves",
    title="Waves",
    permission=READ_RELEASE,
    nav=Nav("Fulfil", "Waves", "list", 12),
    query=page,
    columns=[
        Column("number", "Wave", "code", lambda row: number_of(row.id), priority=1),
        Column("name", "Name", priority=1, width=180),
        Column("carrier", "Carrier", value=lambda row: row.carrier or MISSING, priority=3),
        Column("site", "Site", priority=4),
        Column("release_at", "Release at", "datetime", priority=2),
        Column("cut_off", "Cut-off", "datetime", priority=3),
        Column("orders", "Orders", "number", priority=3),
        Column("lines", "Lines", "number", priority=2),
        Column("weight", "Weight, kg", "weight", lambda row: row.weight or None, priority=3),
        Column("released", "Released", "quantity", _share("released"), priority=3),
        Column("picked", "Picked", "quantity", _share("picked"), priority=3),
        Column("packed", "Packed", "quantity", _share("packed"), priority=4),
        Column("shipped", "Shipped", "quantity", _share("shipped"), priority=3),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[Filter("site", "Site", choices=site_choices), Filter("state", "State", choices=STATES)],
    views=[View("planned", "Planned", {"state": ["planned"]}), View("released", "Released", {"state": ["released"]}),
           View("all", "All")],
    new=Action("Plan wave", form="waves/plan", key="N", dialog=False),
    actions=[Action("Releases", url=list_url("releases"), icon="route")],
    row_url=lambda row: record_url("waves", row.id),
    empty=Empty("No waves", "No wave is planned.",
                "A wave gathers orders that are to go to the floor together, at an hour or by hand.",
                Action("Plan wave", url=form_url("waves/plan"))),
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """A wave with what is in it."""

    head: WaveRow
    lines: Sequence[WaveLine]
    names: Mapping[Any, refs.Shown]


@dataclass(frozen=True)
class WaveData:
    """A wave as programs read it."""

    head: WaveRow
    lines: Sequence[WaveLine]
    version: int


def load(ctx: Ctx, wave_id: int) -> Planned:
    """Read a wave."""
    found = wave_rows(ctx, ids=[wave_id], size=1)
    if not found:
        raise NotFound("wave_unknown", "There is no such wave.", wave=wave_id)
    lines = wave_lines(ctx, wave_id)
    return Planned(found[0], lines, documents({(line.root_kind, line.root_id) for line in lines}))


def _line_status(line: WaveLine) -> Status:
    if line.left_out:
        return triangle("Left out")
    if line.asked and line.shipped >= line.asked:
        return disc("Shipped")
    if line.released and line.picked >= line.released:
        return disc("Picked")
    return half("In work") if line.released else ring("Planned")


def _sections(ctx: Ctx, one: Planned) -> list[Any]:
    def shown(line: WaveLine) -> refs.Shown | None:
        return one.names.get((line.root_kind, line.root_id))

    def label(line: WaveLine) -> str:
        found = shown(line)
        return found.label if found else MISSING

    def url(line: WaveLine) -> str | None:
        found = shown(line)
        return found.url if found else None

    columns = [
        Column("order", "Order", "code", label, url=url, priority=1),
        Column("party", "Customer", value=lambda line: line.party or MISSING, priority=2, width=160),
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1),
        Column("service_class", "Service", dim=True, priority=5),
        Column("carrier", "Carrier", priority=5, value=lambda line: line.carrier or MISSING),
        Column("ship_on", "Ship by", "date", priority=3),
        Column("due_on", "Wanted", "date", priority=5),
        Column("asked", "Asked", "quantity", unit="unit", priority=2),
        Column("released", "Released", "quantity", lambda line: line.released or None, priority=3),
        Column("picked", "Picked", "quantity", lambda line: line.picked or None, priority=3),
        Column("shipped", "Shipped", "quantity", lambda line: line.shipped or None, priority=3),
        Column("left_out", "Left out because", dim=True, priority=3, width=220),
        Column("now", "Now", "status", _line_status, priority=2),
    ]
    chosen = _chosen(one.head.chosen)
    return [Grid("Lines, in the order they are served", one.lines, columns, count=len(one.lines)),
            *([Pairs("Chosen by", chosen)] if chosen else [])]  # fmt: skip


def _chosen(kept: Mapping[str, Any]) -> list[Pair]:
    """Say by what the lines were chosen."""
    if kept.get("by") == "hand":
        return [Pair("Lines", "Named by hand")]
    pairs = [
        ("Ship by", kept.get("ship_by")),
        ("Wanted by", kept.get("due_by")),
        ("Carrier", ", ".join(kept.get("carriers") or [])),
        ("Carrier service", ", ".join(kept.get("carrier_services") or [])),
        ("Zone", ", ".join(kept.get("zones") or [])),
        ("Service class", ", ".join(kept.get("service_classes") or [])),
        ("Customers", f"{len(kept['party_ids'])} named" if kept.get("party_ids") else ""),
        ("At most", f"{kept['most_lines']} lines" if kept.get("most_lines") else ""),
        ("At most", f"{kept['most_weight']} kg" if kept.get("most_weight") else ""),
    ]
    return [Pair(name, str(value)) for name, value in pairs if value]


def _actions(ctx: Ctx, one: Planned) -> list[Action]:
    query = {"wave": one.head.id}
    if one.head.state == "planned":
        release = Action("Release", form="waves/release", query=query, primary=True, key="L")
        cancel = Action("Give up", form="waves/cancel", query=query)
        return [*([release] if ctx.may("warehouse.wave.release") else []),
                *([cancel] if ctx.may("warehouse.wave.plan") else [])]  # fmt: skip
    if one.head.release_id:
        return [Action("Picks", url=record_url("releases", one.head.release_id), icon="list-check")]
    return []


def _facts(ctx: Ctx, one: Planned) -> list[Fact]:
    head = one.head
    lines = f"{number(head.orders)} {plural('order', head.orders)}"
    done = head.picked / head.asked if head.asked else ZERO
    ended = "Released" if head.state == "released" else "Given up"
    over = [Fact(ended, head.ended_at, "datetime", note=head.ended_by or "")] if head.ended_at else []
    return [
        Fact("Lines", head.lines, "number", note=lines, large=True),
        Fact("Weight, kg", quantity(head.weight)),
        Fact("Picked", f"{done:.0%}"),
        Fact("Release at", head.release_at, "datetime"),
        Fact("Cut-off", head.cut_off, "datetime"),
        Fact("Left out", head.left_out, "number", tone="warn" if head.left_out else "plain"),
        *over,
    ]


RECORD = RecordScreen(
    subject=Subject("warehouse.wave"),
    slug="waves",
    parent="waves",
    permission=READ_RELEASE,
    load=load,
    title=lambda one: one.head.name,
    code=lambda one: number_of(one.head.id),
    status=lambda one: status(one.head),
    data=lambda ctx, one: WaveData(one.head, one.lines, one.head.version),
    subtitle=lambda one: [Part(number_of(one.head.id), code=True), one.head.site, one.head.carrier, one.head.reason],
    facts=_facts,
    actions=_actions,
    sections=_sections,
)


# -- planning ---------------------------------------------------------------------------------------------------------


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how waves are shown to others."""
    return {one: refs.Shown("Wave", number_of(one), record_url("waves", one)) for one in ids}
