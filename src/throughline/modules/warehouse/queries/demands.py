"""What a release needs to know of demands before it locks them."""

from collections.abc import Sequence

from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def demand_threads(ctx: Ctx, ids: Sequence[int]) -> dict[int, int | None]:
    """Give the thread of each demand."""
    found = rows(
        "SELECT id, thread_id FROM inventory_demand WHERE company_id = %s AND id = ANY(%s)",
        [ctx.company_id, list(ids)],
    )
    return dict(found)
