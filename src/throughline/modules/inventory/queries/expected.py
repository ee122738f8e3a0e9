"""What is expected at a site: the open supplies, as whoever receives them asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected arrival at a site with what of it is open, in stock units, and the document behind it."""

    ref_kind: str
    ref_id: int
    label: str
    item_id: int
    item_code: str
    item_name: str
    unit: str
    due_on: date
    quantity: Decimal


def expected(ctx: Ctx, site_id: int, *, item_id: int | None = None, limit: int = 50) -> list[Expected]:
    """List what is expected at a site, of one item where it is named, what is due first ahead."""
    return select(
        Expected,
        """SELECT s.ref_kind, s.ref_id, s.label, s.item_id, i.code, i.name, i.stock_unit, s.due_on, s.quantity
           FROM inventory_supply s JOIN catalog_item i ON i.id = s.item_id
           WHERE s.company_id = %(company)s AND s.site_id = %(site)s AND s.quantity > 0
             AND (%(item)s::bigint IS NULL OR s.item_id = %(item)s) ORDER BY s.due_on, s.id LIMIT %(limit)s""",
        {"company": ctx.company_id, "site": site_id, "item": item_id, "limit": limit},
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
