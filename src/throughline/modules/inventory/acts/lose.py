"""Losing stock: a short pick blocks what was not found, an adjustment takes it off; claims on it are broken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import (
    balance_ids,
    change_balances,
    change_demands,
    change_positions,
)
from throughline.modules.inventory.acts.promise import write_promises
from throughline.modules.inventory.domain.promising import Piece
from throughline.modules.inventory.locks import AllocationFacts, LockedDemand
from throughline.modules.inventory.models import Allocation
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Missing:
    """A quantity of an allocation that was not where it should be."""

    allocation: AllocationFacts
    quantity: Decimal


@act
def block_missing(
    ctx: Ctx, missing: Sequence[Missing], demands: Mapping[int, LockedDemand], source: tuple[str, int]
) -> None:
    """Block what was not found in its bin, break the claims on it, and leave their demands promised from nowhere.

    The goods stay on hand and valued as `blocked` until they are counted. `rebalance` then promises anew.
    """
    keys = {demands[part.allocation.demand_id].key for part in missing}
    positions = locks.positions(ctx, keys)
    targets = {
        part.allocation.id: (
            part.allocation.site_id,
            part.allocation.location_id,
            part.allocation.item_id,
            part.allocation.lot_id,
            "blocked",
        )
        for part in missing
    }
    ids = balance_ids(ctx, targets.values(), ctx.today)
    locks.balances(ctx, {part.allocation.balance_id for part in missing} | set(ids.values()))
    change_balances(
        change
        for part in missing
        for change in (
            (part.allocation.balance_id, -part.quantity, -part.quantity),
            (ids[targets[part.allocation.id]], part.quantity, ZERO),
        )
    )
    writes.delete(Allocation, [p.allocation.id for p in missing if p.quantity == p.allocation.quantity])
    rest = [
        (p.allocation.id, p.allocation.quantity - p.quantity) for p in missing if p.quantity < p.allocation.quantity
    ]
    writes.update(Allocation, "id", ("quantity",), rest)
    change_demands((p.allocation.demand_id, ZERO, -p.quantity, ZERO, ZERO) for p in missing)
    change_positions(
        positions,
        ((demands[p.allocation.demand_id].key, (-p.quantity, ZERO, -p.quantity)) for p in missing),
    )
    write_promises(ctx, [(p.allocation.demand_id, Piece("none", p.quantity, None)) for p in missing])
    write_moves(
        ctx,
        "status",
        [
            NewMove(
                item_id=p.allocation.item_id,
                lot_id=p.allocation.lot_id,
                quantity=p.quantity,
                from_location_id=p.allocation.location_id,
                to_location_id=p.allocation.location_id,
                to_status="blocked",
                source=source,
            )
            for p in missing
        ],
    )
