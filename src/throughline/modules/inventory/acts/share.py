"""Sharing stock that is short among demands that are released together, whatever each was promised before."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughline.governance.public import Policies
from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.claims import from_stock, promises_of
from throughline.modules.inventory.acts.positions import change_positions
from throughline.modules.inventory.acts.promise import change_pegs, write_promises
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.domain.allocating import Claim, Quota, entitled
from throughline.modules.inventory.domain.promising import Piece
from throughline.modules.inventory.locks import Key, LockedDemand
from throughline.modules.inventory.models import Promise
from throughline.modules.inventory.queries.quotas import quotas_of
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, act


@act
def share_promises(ctx: Ctx, demand_ids: Sequence[int], method: str, policies: Policies) -> None:
    """Promise anew, by a fair method, what these demands are promised from stock and what nobody is promised.

    Who gets less than before is promised from supplies, or from nothing yet, and told: a policy that shares evenly
    takes from some what first come had given them. Other demands keep what they have.
    """
    keys = _keys(ctx, demand_ids)
    locked = lock_waiting(ctx, keys, also=demand_ids)
    waiting = {number: locked[number] for number in demand_ids if locked[number].open > 0}
    promises = promises_of(ctx, waiting)
    promised = from_stock(promises)
    positions = locks.positions(ctx, keys)
    quotas = quotas_of(ctx, list(waiting), policies) if method == "quota" else {}
    claims = [claim_of(demand, promised, quotas) for demand in waiting.values()]
    rights = entitled(claims, {key: position.free for key, position in positions.items()}, method)
    changes = {number: right - promised.get(number, ZERO) for number, right in rights.items()}
    moved = [number for number, change in changes.items() if change]
    if not moved:
        return
    writes.delete(Promise, [row.id for row in promises if row.demand_id in set(moved)])
    change_pegs(
        (Piece(r.source, r.quantity, None, r.supply_id) for r in promises if changes.get(r.demand_id) and r.supply_id),
        -1,
    )
    write_promises(ctx, [(n, piece) for n in moved for piece in _pieces(ctx, waiting[n], rights[n], method)])
    change_positions(positions, ((waiting[n].key, (ZERO, changes[n], ZERO)) for n in moved))
    rebalance(ctx, keys, locked, "shared at release", hit=[number for number in moved if changes[number] < 0])


def claim_of(demand: LockedDemand, promised: Mapping[int, Decimal], quotas: Mapping[int, Quota]) -> Claim:
    """Make the claim of a demand: what is open of it, what it is promised from stock, whose quota it falls under."""
    return Claim(
        demand.id,
        demand.key,
        demand.open,
        promised.get(demand.id, ZERO),
        demand.rank,
        demand.due_on,
        demand.ship_complete,
        quota=quotas.get(demand.id),
    )


def _pieces(ctx: Ctx, demand: LockedDemand, right: Decimal, method: str) -> list[Piece]:
    pieces = [Piece("stock", right, ctx.today, why={"method": method})] if right else []
    return [*pieces, Piece("none", demand.open - right, None)] if demand.open > right else pieces


def _keys(ctx: Ctx, demand_ids: Sequence[int]) -> list[Key]:
    """Give the (site, item) pairs of demands, which never change."""
    found = rows(
        "SELECT DISTINCT site_id, item_id FROM inventory_demand WHERE company_id = %s AND id = ANY(%s)",
        [ctx.company_id, list(demand_ids)],
    )
    return sorted((site, item) for site, item in found)
