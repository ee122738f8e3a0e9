"""Items: the list, and the record with units; stock, prices and sales add their sections by slots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.modules.catalog.lifecycle import ITEM, State
from throughline.modules.catalog.permissions import READ
from throughline.modules.catalog.public import set_item_state
from throughline.modules.catalog.queries import ItemFacts, PackagingFacts, items, packagings
from throughline.modules.catalog.queries.lists import family_choices, item_page
from throughline.modules.catalog.ui import customer_numbers, substitutes
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Part,
    RecordScreen,
    Section,
    Status,
    View,
    disc,
    octagon,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.slots import item_sections

STATES = {
    "draft": ring("Draft"),
    "active": disc("Active"),
    "phase_out": triangle("Phased out"),
    "blocked": octagon("Blocked"),
}
#: The moves of an item as buttons say them.
VERBS = {"activate": "Activate", "phase_out": "Phase out", "block": "Block"}
KINDS = [("stocked", "Stocked"), ("service", "Service"), ("kit", "Kit")]


def status_of(item: ItemFacts) -> Status:
    """Say whether an item can be sold."""
    return STATES.get(item.state) or ring(item.state.replace("_", " ").capitalize())


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = item_page(
        family=asked.one("family") or "",
        kind=asked.one("kind") or "",
        state=asked.one("state") or "",
        search=asked.search,
        after=asked.cursor or "",
        limit=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, lambda row: row.code)


LIST = ListScreen(
    slug="items",
    title="Items",
    permission=READ,
    nav=Nav("Sell", "Items", "package", 50),
    query=_page,
    columns=[
        Column("code", "Item", "code", priority=1),
        Column("name", "Name", priority=1, width=320),
        Column("family_code", "Family", dim=True),
        Column("kind", "Kind", value=lambda row: row.kind.capitalize()),
        Column("stock_unit", "Unit", priority=2),
        Column("tax_category", "Tax", value=lambda row: row.tax_category.capitalize(), dim=True, priority=4),
        Column("weight_kg", "Weight kg", "weight", dim=True, priority=4),
        Column("now", "Now", "status", value=status_of, priority=2),
    ],
    filters=[
        Filter("family", "Family", choices=lambda ctx: family_choices()),
        Filter("kind", "Kind", choices=KINDS),
        Filter("state", "State", choices=[(code, status.label) for code, status in STATES.items()]),
    ],
    views=[
        View("all", "All"),
        View("active", "Active", {"state": ["active"]}),
        View("blocked", "Blocked", {"state": ["blocked"]}),
    ],
    row_url=lambda row: record_url("items", row.id),
    new=Action("New item", form="items/save", primary=True, key="N", dialog=False),
    empty=Empty("No items here", "Another view or fewer filters may show them; or enter one, or import them."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its units."""

    item: ItemFacts
    units: list[PackagingFacts]


def data(ctx: Ctx, shown: Shown) -> Shown:
    """Give an item as data: what the page reads is plain already."""
    return shown


def load(ctx: Ctx, id: int) -> Shown:
    """Read an item."""
    item = items([id]).get(id)
    if item is None:
        raise NotFound("item_unknown", f"There is no item {id}.", item=id)
    return Shown(item, sorted(packagings([id]).values(), key=lambda unit: unit.factor))


def _sections(ctx: Ctx, shown: Shown) -> Sequence[Section]:
    found: list[Section] = []
    for answer in item_sections.answers():
        found += answer(ctx, shown.item.id)
    columns = [
        Column("code", "Unit", "code", priority=1),
        Column("factor", f"Holds {shown.item.stock_unit}", "quantity", priority=2),
        Column("gtin", "GTIN", priority=2),
        Column("sellable", "Sold", value=lambda unit: "yes" if unit.sellable else "no"),
        Column("purchasable", "Bought", value=lambda unit: "yes" if unit.purchasable else "no"),
    ]
    units = Grid("Units", shown.units, columns)
    return [*found, units, substitutes.grid(ctx, shown.item.id), customer_numbers.of_item(ctx, shown.item.id)]


def _facts(ctx: Ctx, shown: Shown) -> list[Fact]:
    item = shown.item
    return [
        Fact("Kind", item.kind.capitalize()),
        Fact("Stock unit", item.stock_unit),
        Fact("Family", item.family_code or None),
        Fact("Tax", item.tax_category.capitalize()),
        Fact("Weight", item.weight_kg, "quantity", unit="kg", desk=True),
        Fact("Lots", "tracked" if item.lot_tracked else "not tracked", desk=True),
    ]


def _actions(ctx: Ctx, shown: Shown) -> list[Action]:
    if not ctx.may("catalog.item.change"):
        return []
    known = {"code": shown.item.code, "version": shown.item.version}
    return [
        Action("Change", form="items/save", query=known, primary=True, key="E", dialog=False),
        *(
            Action(
                VERBS[move.name],
                form="items/state",
                query={"item": shown.item.id, "state": move.target},
            )
            for move in ITEM.offered(State(shown.item.state), ctx.may)
        ),
    ]


RECORD = RecordScreen(
    subject=Subject("catalog.item", (Kept("catalog_item"), Kept("catalog_packaging", "item_id", "Packaging", "code"))),
    slug="items",
    parent="items",
    permission=READ,
    load=load,
    title="item.name",
    code="item.code",
    subtitle=lambda shown: [Part(shown.item.code, code=True), shown.item.family_code],
    status=lambda shown: status_of(shown.item) if shown.item.state != "active" else None,
    facts=_facts,
    actions=_actions,
    data=data,
    sections=_sections,
)


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    item = items([values.get("item") or 0]).get(values.get("item") or 0)
    return f"Change the state of {item.code}" if item else "Change the state"


def _state_fields(ctx: Ctx, asked: Mapping[str, str]) -> list[Field]:
    """Ask for one of the states that the item can go to from where it is."""
    number = asked.get("item", "")
    item = items([int(number)]).get(int(number)) if is_id(number) else None
    moves = ITEM.offered(State(item.state), ctx.may) if item else ITEM.moves
    choices = [(str(move.target), STATES[move.target].label) for move in moves]
    return [
        Field("item", kind="hidden", parse=int, required=True),
        Field("state", "State", "select", required=True, choices=choices),
        Field("reason", "Reason", "textarea"),
    ]


def _set_state(ctx: Ctx, *, item: int, state: str, reason: str = "") -> None:
    set_item_state(ctx, items=[item], state=state, reason=reason).only()


STATE = OperationForm(
    slug="items/state",
    title=_title,
    text="A blocked item cannot be sold or promised; one that is phased out is sold off.",
    operation=_set_state,
    calls="catalog.set_item_state",
    permission="catalog.item.change",
    submit_label="Set state",
    parent="items",
    fields=_state_fields,
    on_done=lambda ctx, result, values: Done(record_url("items", values["item"])),
)
