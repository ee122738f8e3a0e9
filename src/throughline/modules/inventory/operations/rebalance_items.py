"""Serving who waits for items whose stock became free."""

from collections.abc import Sequence

from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.platform.operations import Ctx, operation


@operation("inventory.rebalance_items", permission="inventory.promise.rebalance")
def rebalance_items(ctx: Ctx, *, site_id: int, items: Sequence[int], cause: str = "stock freed") -> int:
    """Promise free stock of items at a site to who waits, first in line first; give how many demands were looked at."""
    keys = [(site_id, item) for item in sorted(set(items))]
    demands = lock_waiting(ctx, keys)
    rebalance(ctx, keys, demands, cause)
    return len(demands)
