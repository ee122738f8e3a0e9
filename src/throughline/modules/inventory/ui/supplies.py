"""Expected goods: what is to arrive where and when, who was promised it, and announcing and moving it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices, sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.modules.catalog.public import items
from throughline.modules.inventory.acts.supply import NewSupply
from throughline.modules.inventory.operations.expect_supplies import expect_supplies
from throughline.modules.inventory.permissions import READ
from throughline.modules.inventory.queries.expected import SupplyRow, supply_page, supply_rows
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    Filter,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Status,
    View,
    disc,
    half,
    record_url,
    ring,
    triangle,
    typed_lines,
)

CHANGE = "inventory.supply.change"


@dataclass(frozen=True, slots=True)
class Row:
    """An expected arrival as the list shows it."""

    id: int
    label: str
    item: Item
    item_id: int
    site: str
    due_on: date
    quantity: Decimal
    promised: Decimal
    unit: str
    now: Status


def standing(ctx: Ctx, one: SupplyRow) -> Status:
    """Say how an expected arrival stands."""
    if not one.quantity:
        return disc("Nothing open")
    late = one.due_on < ctx.today
    return triangle("Late") if late else half("Promised") if one.pegged else ring("Expected")


def _row(ctx: Ctx, one: SupplyRow, names: Mapping[int, str]) -> Row:
    site = names.get(one.site_id, "")
    item = Item(one.item_code, one.item_name)
    return Row(
        one.id, one.label, item, one.item_id, site, one.due_on, one.quantity, one.pegged, one.unit, standing(ctx, one)
    )


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    names = {number: one.name for number, one in sites(ctx).items()}
    found = supply_page(
        ctx,
        site_id=asked.number("site"),
        item_id=asked.number("item"),
        late=asked.one("late") == "1",
        promised=asked.one("promised") == "1",
        label=asked.search,
        after=asked.beyond,
        limit=asked.size + 1,
    )
    return ListPage.cut(
        found,
        asked.size,
        lambda last: f"{last.due_on},{last.id}",
        lambda page: [_row(ctx, one, names) for one in page],
    )


LIST = ListScreen(
    slug="supplies",
    title="Expected goods",
    permission=READ,
    nav=Nav("Fulfil", "Expected", "truck-delivery", 55),
    query=_page,
    columns=[
        Column("label", "Document", "code", priority=1),
        Column("item", "Item", "item", priority=1, width=300, url=lambda row: record_url("items", row.item_id)),
        Column("site", "Site", priority=2),
        Column("due_on", "Due", "date", priority=2),
        Column("quantity", "Expected", "quantity", unit="unit", priority=2),
        Column("promised", "Promised", "quantity", lambda row: row.promised or None, priority=3),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("item", "Item", "lookup", lookup="items"),
        Filter("late", "Late", "flag"),
        Filter("promised", "Promised to somebody", "flag"),
    ],
    views=[
        View("all", "All"),
        View("late", "Late", {"late": ["1"]}),
        View("promised", "Promised", {"promised": ["1"]}),
    ],
    row_url=lambda row: record_url("supplies", row.id),
    row_label="label",
    new=Action("Expect goods", form="supplies/expect", primary=True, key="N", dialog=False),
    empty=Empty("Nothing is expected", "Promises beyond what lies here need a supply: say what is to arrive."),
)


def _expected(ctx: Ctx, *, label: str, site_id: str, due_on: date, lines: list[dict[str, Any]]) -> int:
    return expect_supplies(
        ctx,
        supplies=[
            NewSupply(
                "",
                0,
                label,
                int(site_id),
                line["item_id"],
                line.get("due_on") or due_on,
                line["quantity"],
                line.get("unit_cost"),
            )
            for line in lines
        ],
    )


EXPECT = OperationForm(
    slug="supplies/expect",
    title="Expect goods",
    text="From now on they can be promised; what waits for these items is promised them at once, by rank.",
    operation=_expected,
    calls="inventory.expect_supplies",
    permission=CHANGE,
    submit_label="Expect goods",
    parent="supplies",
    fields=[
        Field("label", "Document", required=True, help="The supplier's or our own order number", width=220),
        Field("site_id", "To site", "select", required=True, choices=site_choices, width=200),
        Field("due_on", "Due", "date", required=True, width=160),
        typed_lines(
            Field("item_id", "Item", "lookup", lookup="items", required=True, width=-1),
            Field("quantity", "Quantity", "decimal", required=True, minimum=Decimal(0), width=140),
            Field("unit_cost", "Cost per unit", "money", minimum=Decimal(0), width=150),
            Field("due_on", "Due, if another day", "date", width=180),
            required=True,
        ),
    ],
    on_done=lambda ctx, result, values: Done("/supplies/", f"{values['label']} is expected."),
)


def known(ctx: Ctx, number: int) -> SupplyRow:
    """Give an expected arrival, or say that there is none of this number."""
    found = supply_rows(ctx, [number]).get(number)
    if found is None:
        raise NotFound("supply_unknown", f"Nothing expected has the number {number}.", supply=number)
    return found


def _first(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    one = known(ctx, int(asked["supply"]) if is_id(asked.get("supply", "")) else 0)
    return {"supply": one.id, "due_on": one.due_on, "quantity": one.quantity}


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    one = known(ctx, values.get("supply") or 0)
    return f"{one.label}: {one.item_code}"


def _moved(ctx: Ctx, *, supply: NewSupply) -> None:
    expect_supplies(ctx, supplies=[supply])


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    one = known(ctx, values["supply"])
    given = (one.ref_kind, one.ref_id, one.label, one.site_id, one.item_id, values["due_on"], values["quantity"])
    return {"supply": NewSupply(*given)}


def _stands(ctx: Ctx, values: Mapping[str, Any]) -> str:
    one = known(ctx, values.get("supply") or 0)
    unit = items([one.item_id])[one.item_id].stock_unit
    return f"{one.pegged.normalize():f} {unit} of it are promised; whose date moves is told."


MOVE = OperationForm(
    slug="supplies/move",
    title=_title,
    text=_stands,
    operation=_moved,
    calls="inventory.expect_supplies",
    permission=CHANGE,
    submit_label="Save supply",
    parent="supplies",
    initial=_first,
    fields=[
        Field("supply", kind="hidden", parse=int, required=True),
        Field("due_on", "Due", "date", required=True, width=160),
        Field("quantity", "Still expected", "decimal", required=True, minimum=Decimal(0), width=160,
              help="0 where it will not come"),
    ],
    arguments=_arguments,
    on_done=lambda ctx, result, values: Done(
        record_url("supplies", values["supply"]), "Saved; promises on it were fitted anew."
    ),
)  # fmt: skip
