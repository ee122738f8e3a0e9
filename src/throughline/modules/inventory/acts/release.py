"""Breaking claims on stock that will be gone: allocations first, then promises, lowest rank first."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.claims import from_stock, promises_of, shrink_promises
from throughline.modules.inventory.acts.lose import Missing
from throughline.modules.inventory.acts.positions import change_balances, change_demands, change_positions
from throughline.modules.inventory.acts.promise import write_promises
from throughline.modules.inventory.domain.promising import Piece
from throughline.modules.inventory.locks import Key, LockedDemand
from throughline.modules.inventory.models import Allocation
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@act
def release_claims(ctx: Ctx, parts: Sequence[Missing], demands: Mapping[int, LockedDemand]) -> None:
    """Give allocations up and leave their demands promised from nowhere, for `rebalance` to promise anew."""
    if not parts:
        return
    positions = locks.positions(ctx, {demands[p.allocation.demand_id].key for p in parts})
    locks.balances(ctx, {p.allocation.balance_id for p in parts})
    writes.delete(Allocation, [p.allocation.id for p in parts if p.quantity == p.allocation.quantity])
    rest = [(p.allocation.id, p.allocation.quantity - p.quantity) for p in parts if p.quantity < p.allocation.quantity]
    writes.update(Allocation, "id", ("quantity",), rest)
    change_balances((p.allocation.balance_id, ZERO, -p.quantity) for p in parts)
    change_demands(
        (p.allocation.demand_id, ZERO, -p.quantity, -p.quantity if p.allocation.is_picked else ZERO, ZERO)
        for p in parts
    )
    change_positions(positions, ((demands[p.allocation.demand_id].key, (ZERO, ZERO, -p.quantity)) for p in parts))
    write_promises(ctx, [(p.allocation.demand_id, Piece("none", p.quantity, None)) for p in parts])


@act
def unpromise(ctx: Ctx, losses: Mapping[Key, Decimal], demands: Mapping[int, LockedDemand]) -> set[int]:
    """Take promises off stock that will be gone, lowest rank first, as far as what is free does not cover it.

    Gives the demands that lost something.
    """
    positions = locks.positions(ctx, losses)
    short = {key: loss - positions[key].free for key, loss in losses.items() if loss > positions[key].free}
    if not short:
        return set()
    promises = promises_of(ctx, demands)
    cuts: dict[int, Decimal] = {}
    for number, quantity in sorted(from_stock(promises).items(), key=lambda one: _last_in_line(demands[one[0]])):
        key = demands[number].key
        take = min(quantity, short.get(key, ZERO))
        if take > 0:
            short[key] -= take
            cuts[number] = take
    shrink_promises(promises, cuts, ("stock", "supply", "none"))
    change_positions(positions, ((demands[number].key, (ZERO, -take, ZERO)) for number, take in cuts.items()))
    write_promises(ctx, [(number, Piece("none", take, None)) for number, take in cuts.items()])
    return set(cuts)


def _last_in_line(demand: LockedDemand) -> tuple[int, int, int]:
    return (-demand.rank, -demand.due_on.toordinal(), -demand.id)
