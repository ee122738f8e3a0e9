"""What inventory shows on an item's record: availability per site, places, who waits and what comes."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from throughline.governance.public import SiteFacts, sites
from throughline.modules.inventory.permissions import READ
from throughline.modules.inventory.queries.availability import balances_of
from throughline.modules.inventory.queries.claims import demands_by_id
from throughline.modules.inventory.queries.expired import labels_of_lots
from throughline.modules.inventory.queries.explain import demand_ids_of_item, positions_of, supplies_of
from throughline.modules.inventory.ui.stock import adjusting, status_of
from throughline.modules.inventory.ui.turning import PERMISSION as CHANGE_STATUS
from throughline.modules.inventory.ui.turning import lot_url, turning
from throughline.modules.inventory.ui.waiting import waiting_grid
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Column, Grid, Section, Status, disc, half, octagon, record_url, ring, triangle

STATUSES: dict[str, Status] = {
    "available": disc("Available"),
    "quality": half("Quality"),
    "quarantine": triangle("Quarantine"),
    "damaged": triangle("Damaged"),
    "blocked": octagon("Blocked"),
}


def lots_shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how lots are shown to others: they lead to the record of their item."""
    return {
        number: refs.Shown("Lot", code, record_url("items", item))
        for number, (code, item) in labels_of_lots(ids).items()
    }


def sections(ctx: Ctx, item_id: int) -> Sequence[Section]:
    """Give the sections that this reader may see."""
    if not ctx.may(READ):
        return []
    places = sites(ctx)
    return [
        _positions(ctx, item_id, places),
        _balances(ctx, item_id, places),
        _demands(ctx, item_id),
        _supplies(ctx, item_id, places),
    ]


def _positions(ctx: Ctx, item_id: int, places: Mapping[int, SiteFacts]) -> Section:
    rows = positions_of(ctx, item_id)
    columns = [
        Column("site", "Site", value=lambda row: places[row.site_id].name, priority=1),
        Column("promisable", "On hand", "quantity", unit="stock_unit", priority=2),
        Column("promised", "Promised", "quantity"),
        Column("allocated", "Allocated", "quantity"),
        Column("free", "Free", "quantity", unit="stock_unit", priority=2),
        Column("incoming", "Coming", "quantity"),
        Column("now", "Now", "status", value=status_of, priority=2),
    ]
    foot = {"site": "All sites"} | {
        name: sum((getattr(row, name) for row in rows), Decimal(0))
        for name in ("promisable", "promised", "allocated", "free", "incoming")
    }
    actions = [adjusting(item_id)] if ctx.may("inventory.stock.adjust") else []
    return Grid(
        "Availability", rows, columns, foot=foot if rows else {}, actions=actions, empty="It was never in stock."
    )


def _balances(ctx: Ctx, item_id: int, places: Mapping[int, SiteFacts]) -> Section:
    found, turns = balances_of(ctx, item_id), ctx.may(CHANGE_STATUS)
    columns = [
        Column("place", "Place", "code", value="location_code", priority=1),
        Column("site", "Site", value=lambda row: places[row.site_id].name, priority=2),
        Column("lot", "Lot", "code", "lot_code", url=lambda row: lot_url(item_id, row.lot_code) if turns else ""),
        Column("expires_on", "Expires", "date", dim=True),
        Column("on_hand", "On hand", "quantity", priority=2),
        Column("reserved", "Claimed", "quantity"),
        Column("status", "Status", "status", value=lambda row: STATUSES.get(row.status, ring(row.status)), priority=2),
    ]
    actions = [turning(item_id)] if turns and found else []
    return Grid("Where it lies", found, columns, actions=actions, empty="Nothing is on hand.")


def _demands(ctx: Ctx, item_id: int) -> Section:
    found = demands_by_id(ctx, demand_ids_of_item(ctx, item_id)).values()
    return waiting_grid(ctx, "Who waits for it", found, "Nobody waits: everything ordered is allocated or gone.")


def _supplies(ctx: Ctx, item_id: int, places: Mapping[int, SiteFacts]) -> Section:
    columns = [
        Column("label", "Supply", "code", priority=1),
        Column("site", "Site", value=lambda row: places[row.site_id].name),
        Column("due_on", "Due", "date", priority=2, tone=lambda row: "warn" if row.due_on < ctx.today else None),
        Column("quantity", "Open", "quantity", priority=2),
        Column("pegged", "Pegged", "quantity", priority=2),
    ]
    return Grid("What is coming", supplies_of(ctx, item_id), columns, empty="Nothing is on order.")
