"""Bins: a list in the order of picking, a form that makes a range with its preview, one that changes how they pick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.governance.public import site_asked, sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.modules.inventory.domain.bin_ranges import BinRange, NewBin, bins_of
from throughline.modules.inventory.operations.make_bins import change_bins, make_bins
from throughline.modules.inventory.permissions import READ
from throughline.modules.inventory.queries.places import BinFacts, bin_page, find_places, places_by_code, places_by_id
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, Versioned
from throughline.platform.ui import (
    Action,
    Bulk,
    Column,
    Done,
    Empty,
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
    Preview,
    Status,
    disc,
    list_url,
    ring,
)

CHANGE = "inventory.location.change"
ENDS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A bin as the list shows it."""

    id: int
    code: str
    site: str
    sequence: int
    items: int
    now: Status


def _row(one: BinFacts, names: Mapping[int, str]) -> Row:
    now = disc("Picked from") if one.is_pickable else ring("Reserve only")
    return Row(one.id, one.code, names.get(one.site_id, ""), one.pick_sequence, one.items, now)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    names = {number: one.code for number, one in sites(ctx).items()}
    chosen = asked.one("site") or ""
    after = _cursor(asked.cursor)
    found = bin_page(
        ctx,
        site_id=int(chosen) if is_id(chosen) else None,
        search=asked.search,
        after=after,
        limit=asked.size + 1,
    )
    return ListPage.cut(
        found,
        asked.size,
        lambda last: f"{last.pick_sequence}.{last.id}",
        lambda page: [_row(one, names) for one in page],
    )


def _cursor(text: str | None) -> tuple[int, int] | None:
    first, _, second = (text or "").partition(".")
    return (int(first), int(second)) if is_id(first) and is_id(second) else None


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    site, _ = site_asked(ctx, beside.get("site"))
    return [Option(one.id, one.code) for one in find_places(ctx, site.id, words)]


def _known(ctx: Ctx, ids: Sequence[int]) -> dict[int, Option]:
    return {number: Option(number, one.code) for number, one in places_by_id(ctx, ids).items()}


#: Whoever puts goods somewhere names the place, also without a look at stock.
BINS = Lookup("bins", _find, _known)


def _sites(ctx: Ctx) -> list[tuple[str, str]]:
    return [(str(number), f"{one.code}, {one.name}") for number, one in sites(ctx).items()]


def _bulk(pickable: bool) -> Any:
    def deed(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
        change_bins(ctx, bins=[one.id for one in chosen], pickable=pickable)
        return _outcomes(chosen, pickable)

    return deed


def _foresee(pickable: bool) -> Any:
    def ahead(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
        OPERATIONS["inventory.change_bins"].dry_run(ctx, bins=[one.id for one in chosen], pickable=pickable)
        return _outcomes(chosen, pickable)

    return ahead


def _outcomes(chosen: Sequence[Versioned], pickable: bool) -> Outcomes:
    word = "Picked from." if pickable else "Reserve only."
    return Outcomes(Outcome(one.id, f"bin {one.id}", "done", "changed", word) for one in chosen)


LIST = ListScreen(
    slug="bins",
    title="Bins",
    permission=READ,
    nav=Nav("Set up", "Bins", "building-warehouse", 42),
    query=_page,
    columns=[
        Column("code", "Bin", "code", priority=1),
        Column("site", "Site", priority=2),
        Column("sequence", "Pick order", "number", align="end", priority=2),
        Column("items", "Items in it", "number", align="end", priority=3),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[Filter("site", "Site", choices=_sites)],
    row_label="code",
    bulk=[
        Bulk(
            "pick",
            "Pick from",
            "bin",
            _bulk(True),
            preview=_foresee(True),
            permission=CHANGE,
            phrase="Pick from {what}",
            past="set to be picked from",
        ),
        Bulk(
            "reserve",
            "Keep as reserve",
            "bin",
            _bulk(False),
            preview=_foresee(False),
            permission=CHANGE,
            primary=False,
            phrase="Keep {what} as reserve",
            past="kept as reserve",
        ),
    ],
    new=Action("Make bins", form="bins/make", primary=True, key="N", dialog=False),
    empty=Empty(
        "No bins here",
        "A site needs bins before goods can be put away.",
        action=Action("Make bins", form="bins/make", dialog=False),
    ),
)


def _range(values: Mapping[str, Any]) -> BinRange:
    return BinRange(
        zones=values.get("zones") or "",
        aisles=values.get("aisles") or "",
        bays=values.get("bays") or "",
        levels=values.get("levels") or "",
        separator=values.get("separator") or "",
        first_sequence=1 if values.get("first_sequence") is None else values["first_sequence"],
        step=1 if values.get("step") is None else values["step"],
        snake=bool(values.get("snake")),
    )


def _preview(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    try:
        wanted = bins_of(_range(values))
    except InvalidInput as error:
        return Preview(findings=[Finding("block", error.message)])
    known = set(places_by_code(ctx, values["site"])) if values.get("site") else set()
    new = [one for one in wanted if one.code not in known]
    findings = [Finding("info" if new else "block", f"{len(new):,} bins would be made", f"first {wanted[0].code}")]
    if len(new) < len(wanted):
        findings.append(Finding("warn", f"{len(wanted) - len(new):,} are there already", "They stay as they are."))
    shown = wanted if len(wanted) <= 2 * ENDS else [*wanted[:ENDS], *wanted[-ENDS:]]
    rows = [
        {"code": one.code, "sequence": one.pick_sequence, "is": "there" if one.code in known else ""} for one in shown
    ]
    columns = [
        Column("code", "Bin", "code", priority=1),
        Column("sequence", "Pick order", "number", align="end", priority=2),
    ]
    columns.append(Column("is", "Now", dim=True))
    return Preview(
        findings=findings, sections=[Grid("What would be made", rows, columns, count=len(wanted), card=True)]
    )


def _make(ctx: Ctx, *, site: int, wanted: Sequence[NewBin], pickable: bool) -> int:
    return make_bins(ctx, site_id=site, bins=wanted, pickable=pickable)


MAKE = OperationForm(
    slug="bins/make",
    title="Make bins",
    text="Each part takes a range (01-12, A-C) or a list (A, D); an empty part is left out of the code.",
    operation=_make,
    calls="inventory.make_bins",
    permission=CHANGE,
    submit_label="Make bins",
    parent="bins",
    fields=[
        Field("site", "Site", "select", required=True, choices=_sites, parse=int),
        Field("separator", "Between the parts", help="A-01-03-2"),
        Field("pickable", "Picked from", "checkbox"),
        Field("zones", "Zones", help="A or A-C"),
        Field("aisles", "Aisles", help="01-12"),
        Field("bays", "Bays", help="01-20"),
        Field("levels", "Levels", help="1-4"),
        Field("first_sequence", "First in the order of picking", "number", minimum=0),
        Field("step", "Step", "number", minimum=1, help="10 leaves room between them"),
        Field("snake", "Walk every second aisle backwards", "checkbox"),
    ],
    initial=lambda ctx, query: {
        "site": query.get("site") or next(iter(sites(ctx)), None),
        "separator": "-",
        "pickable": True,
        "zones": "A",
        "aisles": "01-02",
        "bays": "01-10",
        "levels": "1-3",
        "first_sequence": 1,
        "step": 1,
    },
    arguments=lambda ctx, values: {
        "site": values["site"],
        "wanted": bins_of(_range(values)),
        "pickable": bool(values.get("pickable")),
    },
    preview=_preview,
    on_done=lambda ctx, result, values: Done(list_url("bins", site=values["site"]), f"{result:,} bins made."),
)
