"""Locking shipments for who takes goods of them back."""

from collections.abc import Iterable

from throughline.modules.logistics import locks
from throughline.platform.operations import Ctx, act


@act
def lock_shipments_of(ctx: Ctx, line_ids: Iterable[int]) -> dict[int, locks.LockedShipment]:
    """Lock the shipments that lines stand on: what was accepted of them, and came back, changes only under this lock.

    Comes before billable lines, demands and stock are locked.
    """
    return locks.shipments_of_lines(ctx, line_ids)
