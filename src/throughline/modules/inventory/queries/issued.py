"""What became of goods that left."""

from collections.abc import Sequence
from decimal import Decimal

from throughline.modules.inventory.domain.lots_back import LotOut
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def with_customers(ctx: Ctx, issue_ids: Sequence[int]) -> dict[int, Decimal]:
    """Give by issue what was delivered and has not come back, in stock units."""
    found = rows(
        """SELECT id, quantity_delivered - quantity_returned FROM inventory_issue
           WHERE company_id = %s AND id = ANY(%s)""",
        [ctx.company_id, list(issue_ids)],
    )
    return dict(found)


def lots_out(ctx: Ctx, issue_ids: Sequence[int]) -> dict[int, list[LotOut]]:
    """Give by issue which lots left and are not known to be back or lost, as the moves say; the first lots first."""
    found = rows(
        """SELECT i.id, m.lot_id, coalesce(t.code, ''),
                  sum(CASE WHEN m.kind = 'issue' THEN m.quantity ELSE -m.quantity END)
           FROM inventory_issue i
           JOIN inventory_move m ON m.demand_id = i.demand_id AND m.case_id = i.id
            AND m.kind IN ('issue', 'back', 'loss')
           LEFT JOIN inventory_lot t ON t.id = m.lot_id
           WHERE i.company_id = %s AND i.id = ANY(%s) GROUP BY 1, 2, 3 ORDER BY 1, min(m.id)""",
        [ctx.company_id, list(issue_ids)],
    )
    lots: dict[int, list[LotOut]] = {number: [] for number in issue_ids}
    for number, lot, code, quantity in found:
        lots[number].append(LotOut(lot, code, quantity))
    return lots
