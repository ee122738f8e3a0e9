"""What is expected at a site: the open supplies, as whoever receives them asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected arrival at a site with what of it is open, in stock units, and the document behind it."""

    id: int
    ref_kind: str
    ref_id: int
    label: str
    item_id: int
    item_code: str
    item_name: str
    unit: str
    due_on: date
    quantity: Decimal


def expected(ctx: Ctx, site_id: int, *, items: Sequence[int] | None = None, limit: int = 50) -> list[Expected]:
    """List what is expected at a site, of some items where they are named, what is due first ahead."""
    return select(
        Expected,
        """SELECT s.id, s.ref_kind, s.ref_id, s.label, s.item_id, i.code, i.name, i.stock_unit, s.due_on, s.quantity
           FROM inventory_supply s JOIN catalog_item i ON i.id = s.item_id
           WHERE s.company_id = %(company)s AND s.site_id = %(site)s AND s.quantity > 0
             AND (%(items)s::bigint[] IS NULL OR s.item_id = ANY(%(items)s)) ORDER BY s.due_on, s.id LIMIT %(limit)s""",
        {"company": ctx.company_id, "site": site_id, "items": None if items is None else list(items), "limit": limit},
    )


def supply_costs(ctx: Ctx, refs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Decimal]:
    """Give what a stock unit of supplies costs, by the document behind them; those that nobody says are left out."""
    wanted = sorted(set(refs))
    found = rows(
        """SELECT s.ref_kind, s.ref_id, s.unit_cost FROM inventory_supply s
           JOIN unnest(%s::text[], %s::bigint[]) AS k(kind, id) ON k.kind = s.ref_kind AND k.id = s.ref_id
           WHERE s.company_id = %s AND s.unit_cost IS NOT NULL""",
        [[kind for kind, _ in wanted], [number for _, number in wanted], ctx.company_id],
    )
    return {(kind, number): cost for kind, number, cost in found}


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """An expected arrival with what of it is promised, in stock units."""

    id: int
    ref_kind: str
    ref_id: int
    label: str
    site_id: int
    item_id: int
    item_code: str
    item_name: str
    unit: str
    due_on: date
    quantity: Decimal
    pegged: Decimal


SELECT_SUPPLIES = """SELECT s.id, s.ref_kind, s.ref_id, s.label, s.site_id, s.item_id, i.code, i.name, i.stock_unit,
    s.due_on, s.quantity, s.pegged FROM inventory_supply s JOIN catalog_item i ON i.id = s.item_id """


def supply_rows(ctx: Ctx, ids: Iterable[int]) -> dict[int, SupplyRow]:
    """Give expected arrivals by id."""
    found = select(
        SupplyRow, SELECT_SUPPLIES + "WHERE s.company_id = %s AND s.id = ANY(%s)", [ctx.company_id, list(ids)]
    )
    return {one.id: one for one in found}


def arriving_with(ctx: Ctx, number: int) -> list[SupplyRow]:
    """List what is expected at the same site on the same document as an arrival, itself among it."""
    return select(
        SupplyRow,
        SELECT_SUPPLIES
        + """JOIN inventory_supply asked ON asked.id = %s AND asked.company_id = s.company_id
               AND asked.label = s.label AND asked.site_id = s.site_id AND asked.ref_kind = s.ref_kind
             WHERE s.company_id = %s AND s.quantity > 0 ORDER BY s.due_on, s.id LIMIT 500""",
        [number, ctx.company_id],
    )


def pegged_demands(ctx: Ctx, number: int) -> list[int]:
    """List the demands that are promised something of an expected arrival."""
    found = rows(
        "SELECT DISTINCT demand_id FROM inventory_promise WHERE company_id = %s AND supply_id = %s ORDER BY 1",
        [ctx.company_id, number],
    )
    return [demand for (demand,) in found]


def supply_page(
    ctx: Ctx,
    *,
    site_id: int | None = None,
    item_id: int | None = None,
    late: bool = False,
    promised: bool = False,
    label: str = "",
    after: tuple[date, int] | None = None,
    limit: int = 50,
) -> list[SupplyRow]:
    """List what is expected, what is due first ahead, a page at a time by key; a label is searched by its beginning."""
    conditions, values = ["s.company_id = %s", "s.quantity > 0"], list[Any]([ctx.company_id])
    for condition, given in (
        ("s.site_id = %s", [site_id] if site_id else None),
        ("s.item_id = %s", [item_id] if item_id else None),
        ("s.due_on < %s", [ctx.today] if late else None),
        ("s.pegged > 0", [] if promised else None),
        ('s.label COLLATE "C" >= %s AND s.label COLLATE "C" < %s || %s', [label, label, LAST] if label else None),
        ("(s.due_on, s.id) > (%s, %s)", list(after) if after else None),
    ):
        if given is not None:
            conditions.append(condition)
            values += given
    return select(
        SupplyRow,
        f"{SELECT_SUPPLIES} WHERE {' AND '.join(conditions)} ORDER BY s.due_on, s.id LIMIT %s",
        [*values, limit],
    )
