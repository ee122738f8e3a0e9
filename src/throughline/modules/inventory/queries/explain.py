"""What stands behind a promise or an allocation, and what an item's stock looks like, for screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.platform.database.found import BOUND, LAST
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A piece of a promise: from stock, from a named supply, or from nothing known yet."""

    demand_id: int
    source: str
    quantity: Decimal
    expected_on: date | None
    supply_label: str | None
    supply_due_on: date | None
    why: dict[str, Any]


def promises_of(ctx: Ctx, demand_ids: Iterable[int]) -> list[PromiseFacts]:
    """List the pieces promised to demands, by date."""
    return select(
        PromiseFacts,
        """SELECT p.demand_id, p.source, p.quantity, p.expected_on, s.label, s.due_on, p.why
           FROM inventory_promise p LEFT JOIN inventory_supply s ON s.id = p.supply_id
           WHERE p.company_id = %s AND p.demand_id = ANY(%s) ORDER BY p.demand_id, p.expected_on NULLS LAST, p.id""",
        [ctx.company_id, list(demand_ids)],
    )


@dataclass(frozen=True, slots=True)
class AllocatedFacts:
    """A part of a demand's hard claim: which place and lot, and whether it is picked."""

    demand_id: int
    location_code: str
    lot_code: str | None
    expires_on: date | None
    quantity: Decimal
    is_picked: bool
    is_cancelled: bool
    why: dict[str, Any]


def allocated_of(ctx: Ctx, demand_ids: Iterable[int]) -> list[AllocatedFacts]:
    """List the allocations of demands with their places."""
    return select(
        AllocatedFacts,
        """SELECT a.demand_id, l.code, t.code, t.expires_on, a.quantity, a.is_picked, a.is_cancelled, a.why
           FROM inventory_allocation a JOIN inventory_balance b ON b.id = a.balance_id
           JOIN inventory_location l ON l.id = b.location_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE a.company_id = %s AND a.demand_id = ANY(%s) ORDER BY a.id""",
        [ctx.company_id, list(demand_ids)],
    )


@dataclass(frozen=True, slots=True)
class StockFacts:
    """An item's position at a site, as the stock list shows it."""

    id: int
    site_id: int
    item_id: int
    code: str
    name: str
    stock_unit: str
    promisable: Decimal
    promised: Decimal
    allocated: Decimal
    incoming: Decimal
    free: Decimal


_STOCK = """SELECT p.id, p.site_id, p.item_id, i.code, i.name, i.stock_unit, p.promisable, p.promised, p.allocated,
    p.incoming, p.promisable - p.promised - p.allocated
    FROM inventory_position p JOIN catalog_item i ON i.id = p.item_id WHERE p.company_id = %s AND {}"""


#: What narrows the list of positions, and where the items are found of which one may pass: by what is open or gone, so
#: that few among many are not looked for one by one. Claims are asked, not demands: an index of the demands that still
#: wait would have to be written with each claim that is made or served.
_NARROWED = {
    "incoming": (
        "p.incoming > 0",
        """SELECT DISTINCT item_id FROM inventory_supply WHERE company_id = %(company)s AND quantity > 0
           LIMIT %(bound)s""",
    ),
    "claimed": (
        "p.promised + p.allocated > 0",
        """SELECT d.item_id FROM (SELECT demand_id FROM inventory_promise WHERE company_id = %(company)s UNION ALL
             SELECT demand_id FROM inventory_allocation WHERE company_id = %(company)s LIMIT %(bound)s) c
           JOIN inventory_demand d ON d.id = c.demand_id""",
    ),
    "out": (
        "p.is_out",
        "SELECT item_id FROM inventory_position WHERE company_id = %(company)s AND is_out LIMIT %(bound)s",
    ),
}


def stock_page(
    ctx: Ctx,
    *,
    site_id: int | None,
    only: str = "",
    search: str = "",
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> list[StockFacts]:
    """List positions by item code, a page at a time; `only` is out (nothing free), incoming or claimed."""
    conditions, values = ["true"], list[Any]()
    if site_id is not None:
        conditions.append("p.site_id = %s")
        values.append(site_id)
    if only in _NARROWED:
        condition, where = _NARROWED[only]
        conditions.append(condition)
        found = rows(where, {"company": ctx.company_id, "bound": BOUND})
        if len(found) < BOUND:  # so many are soon met by walking along the items
            conditions.append("p.item_id = ANY(%s)")
            values.append([item for (item,) in found])
    if search:
        conditions.append("""p.item_id IN (SELECT id FROM catalog_item WHERE upper(code) COLLATE "C" >= upper(%s)
            AND upper(code) COLLATE "C" < upper(%s) || %s)""")
        values += [search, search, LAST]
    if after:
        conditions.append('(upper(i.code) COLLATE "C", p.id) > (upper(%s), %s)')
        values += list(after)
    sql = _STOCK.format(" AND ".join(conditions)) + ' ORDER BY upper(i.code) COLLATE "C", p.id LIMIT %s'
    return select(StockFacts, sql, [ctx.company_id, *values, limit])


def positions_of(ctx: Ctx, item_id: int) -> list[StockFacts]:
    """Give an item's position at every site."""
    return select(StockFacts, _STOCK.format("p.item_id = %s") + " ORDER BY p.site_id", [ctx.company_id, item_id])


@dataclass(frozen=True, slots=True)
class SupplyShown:
    """An expected arrival of an item."""

    id: int
    label: str
    site_id: int
    due_on: date
    quantity: Decimal
    pegged: Decimal


def supplies_of(ctx: Ctx, item_id: int, limit: int = 50) -> list[SupplyShown]:
    """List what is expected of an item, by date."""
    return select(
        SupplyShown,
        """SELECT id, label, site_id, due_on, quantity, pegged FROM inventory_supply
           WHERE company_id = %s AND item_id = %s AND quantity > 0 ORDER BY due_on, id LIMIT %s""",
        [ctx.company_id, item_id, limit],
    )


def demand_ids_of_item(ctx: Ctx, item_id: int, limit: int = 50) -> list[int]:
    """List the demands that wait for an item: open, neither allocated nor gone, first in line first."""
    found = rows(
        """SELECT id FROM inventory_demand WHERE company_id = %s AND item_id = %s
             AND quantity > quantity_cancelled + quantity_allocated + quantity_issued
           ORDER BY rank, due_on, id LIMIT %s""",
        [ctx.company_id, item_id, limit],
    )
    return [row[0] for row in found]
