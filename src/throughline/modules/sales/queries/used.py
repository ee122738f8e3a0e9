"""Which items and customers stand on orders: what is used is not taken back."""

from collections.abc import Iterable

from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def items_on_orders(ctx: Ctx, items: Iterable[int]) -> set[int]:
    """Give those of some items that stand on a quote or order."""
    found = rows(
        """SELECT DISTINCT l.item_id FROM sales_order_line l WHERE l.company_id = %s AND l.item_id = ANY(%s)""",
        [ctx.company_id, list(set(items))],
    )
    return {number for (number,) in found}


def parties_with_orders(ctx: Ctx, parties: Iterable[int]) -> set[int]:
    """Give those of some customers that have a quote or order."""
    found = rows(
        "SELECT DISTINCT party_id FROM sales_order WHERE company_id = %s AND party_id = ANY(%s)",
        [ctx.company_id, list(set(parties))],
    )
    return {number for (number,) in found}
