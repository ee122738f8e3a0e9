"""What became of goods that left."""

from collections.abc import Sequence
from decimal import Decimal

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
