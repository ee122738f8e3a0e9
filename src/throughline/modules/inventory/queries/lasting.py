"""What lies unclaimed by how long it keeps, and what of it is promised to demands that ask for days."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from throughline.modules.inventory.domain.lasting import Lasting
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

Key = tuple[int, int]


def lasting(ctx: Ctx, keys: Collection[Key], *, without: Collection[int] = ()) -> dict[Key, Lasting]:
    """Give it for (site, item) pairs in one statement, none for none; promises of demands in `without` count as free.

    Whoever has locked the positions reads what holds until the end of the operation.
    """
    if not keys:
        return {}
    wanted = sorted(keys)
    found = rows(
        """WITH k AS (SELECT * FROM unnest(%(sites)s::bigint[], %(items)s::bigint[]) AS k(site_id, item_id))
           SELECT 'lot', b.site_id, b.item_id, t.expires_on, sum(b.on_hand - b.reserved)
           FROM k JOIN inventory_balance b ON b.site_id = k.site_id AND b.item_id = k.item_id
           LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.company_id = %(company)s AND b.status = 'available' AND b.owner_id IS NULL AND b.on_hand > b.reserved
           GROUP BY 2, 3, 4
           UNION ALL
           SELECT 'promise', d.site_id, d.item_id, d.keeps_until, sum(p.quantity)
           FROM k JOIN inventory_demand d ON d.site_id = k.site_id AND d.item_id = k.item_id
           JOIN inventory_promise p ON p.demand_id = d.id AND p.source = 'stock'
           WHERE d.company_id = %(company)s AND d.keeps_until IS NOT NULL AND d.id <> ALL (%(without)s::bigint[])
           GROUP BY 2, 3, 4""",
        {
            "sites": [site for site, _ in wanted],
            "items": [item for _, item in wanted],
            "company": ctx.company_id,
            "without": list(without),
        },
    )
    lots: dict[Key, list[tuple[date | None, Decimal]]] = {key: [] for key in wanted}
    promised: dict[Key, list[tuple[date, Decimal]]] = {key: [] for key in wanted}
    for kind, site, item, day, quantity in found:
        (lots if kind == "lot" else promised)[site, item].append((day, quantity))
    return {key: Lasting(lots[key], tuple(promised[key])) for key in wanted}
