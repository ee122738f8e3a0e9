"""Stock per site: what is there, what is claimed, what comes."""

from dataclasses import dataclass

from throughline.governance.public import site_choices, sites
from throughline.kernel.digits import is_id
from throughline.modules.inventory.permissions import READ
from throughline.modules.inventory.queries.explain import StockFacts, stock_page
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Status,
    View,
    disc,
    half,
    list_url,
    record_url,
    triangle,
)


def status_of(row: StockFacts) -> Status:
    """Say whether something of an item can still be promised at a site."""
    if row.free > 0:
        return disc("Available")
    if row.incoming > 0:
        return half("On the way")
    return triangle("Nothing free")


@dataclass(frozen=True, slots=True)
class Row:
    """A position as the list shows it."""

    id: int
    item_id: int
    code: str
    name: str
    site: str
    unit: str
    facts: StockFacts
    now: Status


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    after = None
    if asked.cursor and "~" in asked.cursor:
        code, _, number = asked.cursor.rpartition("~")
        after = (code, int(number)) if is_id(number) else None
    found = stock_page(
        ctx,
        site_id=asked.number("site"),
        only=asked.one("only") or "",
        search=asked.search,
        after=after,
        limit=asked.size + 1,
    )
    names = {number: place.name for number, place in sites(ctx).items()}
    return ListPage.cut(
        found,
        asked.size,
        lambda last: f"{last.code}~{last.id}",
        lambda page: [
            Row(one.id, one.item_id, one.code, one.name, names[one.site_id], one.stock_unit, one, status_of(one))
            for one in page
        ],
    )


LIST = ListScreen(
    slug="stock",
    title="Stock",
    permission=READ,
    nav=Nav("Fulfil", "Stock", "building-warehouse", 60),
    query=_page,
    columns=[
        Column("code", "Item", "code", priority=1),
        Column("name", "Name", priority=1, width=280),
        Column("site", "Site", priority=2),
        Column("promisable", "On hand", "quantity", value="facts.promisable", unit="unit", priority=2),
        Column("promised", "Promised", "quantity", value="facts.promised"),
        Column("allocated", "Allocated", "quantity", value="facts.allocated"),
        Column("free", "Free", "quantity", value="facts.free", priority=2),
        Column("incoming", "Coming", "quantity", value="facts.incoming"),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("only", "Only", choices=[("out", "Nothing free"), ("incoming", "On the way"), ("claimed", "Claimed")]),
    ],
    views=[
        View("all", "All"),
        View("out", "Nothing free", {"only": ["out"]}),
        View("claimed", "Claimed", {"only": ["claimed"]}),
        View("coming", "On the way", {"only": ["incoming"]}),
    ],
    actions=[
        Action("Count", form="stock/count", icon="clipboard-list", dialog=False),
        Action("Adjustments", url=list_url("adjustments"), icon="adjustments"),
    ],
    row_url=lambda row: record_url("items", row.item_id),
    empty=Empty("No stock here", "Another view or site may show it.", "Stock appears when goods are received."),
)


def adjusting(item_id: int) -> Action:
    """Give the button that adjusts an item's stock."""
    return Action("Adjust stock", form="stock/adjust", query={"item_id": item_id}, dialog=False)
