"""Announcing that demands were allocated and can be picked."""

from throughline.modules.inventory.public import Allocations
from throughline.modules.warehouse.events import DemandsReleased
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx


def announce_released(ctx: Ctx, given: Allocations) -> None:
    """Announce what was allocated, by the documents that want it, in events of bounded size."""
    by_kind: dict[str, set[int]] = {}
    for part in given.made:
        demand = given.demands[part.demand_id]
        by_kind.setdefault(demand.ref_kind, set()).add(demand.ref_id)
    for kind, ids in by_kind.items():
        for chunk in chunks(sorted(ids)):
            announce(ctx, DemandsReleased(kind, chunk))
