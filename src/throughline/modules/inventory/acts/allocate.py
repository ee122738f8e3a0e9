"""Allocating at release: turning promises into hard claims on bins and lots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from psycopg.types.json import Jsonb

from throughline.governance.public import Policies
from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.claims import (
    USE_FIRST,
    PromiseRow,
    from_stock,
    promises_of,
    shrink_promises,
    stock_taken,
)
from throughline.modules.inventory.acts.positions import change_balances, change_demands, change_positions
from throughline.modules.inventory.acts.promise import change_pegs
from throughline.modules.inventory.acts.share import claim_of, share_promises
from throughline.modules.inventory.acts.together import groups_of
from throughline.modules.inventory.domain.allocating import FAIR, Grant, Source, ahead_of, entitled, take
from throughline.modules.inventory.locks import Key, LockedBalance, LockedDemand, LockedPosition
from throughline.modules.inventory.models import Allocation
from throughline.modules.inventory.policies import ALLOCATING
from throughline.modules.inventory.queries.keeping import Keeps, keeping_of
from throughline.modules.inventory.queries.leaving import leaves_by
from throughline.modules.inventory.queries.quotas import quotas_of
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Allocated:
    """A quantity of a demand allocated on a balance."""

    allocation_id: int
    demand_id: int
    balance_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Allocations:
    """What an allocation gave: the claims, what is still open of each demand, and who waits for an order."""

    made: list[Allocated]
    demands: dict[int, LockedDemand]
    left: dict[int, Decimal]
    kept_together: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrived:
    """Goods that have just arrived at places, how much each demand waited for, and by which policy each gets them."""

    places: frozenset[int]
    waited: Mapping[int, Decimal]
    whys: Mapping[int, Mapping[str, object]]

    def rights(self, promised: Mapping[int, Decimal]) -> dict[int, Decimal]:
        """Let each demand take what it waited for, as far as it is promised it by now."""
        return {number: min(quantity, promised.get(number, ZERO)) for number, quantity in self.waited.items()}


@act
def allocate(
    ctx: Ctx,
    demand_ids: Sequence[int],
    policies: Policies,
    *,
    avoid: frozenset[int] = frozenset(),
    method: str = "",
    complete_only: bool = False,
    share: bool = False,
    arrived: Arrived | None = None,
) -> Allocations:
    """Give demands bins and lots by rank and the policy's method; eight statements, however many demands.

    A demand takes what it is promised from stock and its share of what is promised to nobody; a complete one all or
    nothing, and an order that ships complete begins only when all of it can. Balances in `avoid` are passed over, and
    lots that do not keep as long as policy asks. Goods at the dock or on hold cannot be allocated: they stay promised.
    A `method` that a person chose goes before the policy's, `complete_only` gives all or nothing; each claim says so.
    With `share`, fair methods first promise anew what these demands are promised; without it nobody loses a promise.
    Goods that have just `arrived` go to who waited for them, from where they lie.
    """
    decision = policies.ask(ALLOCATING)
    sharing = method or decision.answer.method
    sharing = sharing if share or sharing not in FAIR else "rank"
    if sharing in FAIR:
        share_promises(ctx, demand_ids, sharing, policies)
    demands = locks.demands(ctx, demand_ids)
    waiting = {number: demand for number, demand in demands.items() if demand.open > 0}
    if not waiting:
        return Allocations([], demands, {number: demand.open for number, demand in demands.items()})
    keys = sorted({demand.key for demand in waiting.values()})
    positions = locks.positions(ctx, keys)
    balances = locks.balances_in(ctx, keys, arrived.places) if arrived else locks.pickable_balances(ctx, keys)
    balances = [balance for balance in balances if balance.id not in avoid]
    promises = promises_of(ctx, waiting)
    promised = from_stock(promises)
    quotas = quotas_of(ctx, list(waiting), policies) if sharing == "quota" else {}
    keeps, rule = keeping_of(ctx, waiting, policies), decision.answer.line
    leaves = leaves_by(ctx, waiting) if rule != "rank" else {}
    groups, unready = groups_of(ctx, waiting)
    claims = [
        replace(
            claim_of(demand, promised, quotas),
            complete=demand.ship_complete or complete_only,
            group=groups.get(number),
            min_expiry=keeps[number].until,
            ahead=ahead_of(rule, demand.rank, leaves[number]) if leaves else (),
        )
        for number, demand in waiting.items()
    ]
    free = {key: position.free for key, position in positions.items()}
    rights = arrived.rights(promised) if arrived else entitled(claims, free, sharing)
    grants = take(claims, rights, [_source(balance) for balance in balances], unready)
    chosen = {"method": method, "chosen_by": ctx.actor_id, "complete_only": complete_only}
    shared = {**decision.why(), **(chosen if method or complete_only else {})}
    whys = {n: {**shared, **_told(rule, leaves.get(n)), **_kept(keeps[n])} for n in waiting}
    made = _write(ctx, grants, balances, arrived.whys if arrived else whys)
    granted = _by_demand(grants)
    _use_promises(granted, promises, demands, positions)
    left = {number: demand.open - granted.get(number, ZERO) for number, demand in demands.items()}
    return Allocations(made, demands, left, frozenset(n for n in groups if n not in granted))


def _told(rule: str, leaves: tuple[date, time] | None) -> dict[str, object]:
    """Give what a claim keeps of when its goods leave, where that decided its place in line."""
    return {"line": rule, "ship_on": str(leaves[0]), "cut_off": f"{leaves[1]:%H:%M}"} if leaves else {}


def _kept(keeps: Keeps) -> dict[str, object]:
    """Give what a claim keeps of how long its lot had to keep, where anything was asked."""
    return {"keeps_until": str(keeps.until), "keeps_by": keeps.rule} if keeps.days else {}


def _use_promises(
    granted: Mapping[int, Decimal],
    promises: Sequence[PromiseRow],
    demands: Mapping[int, LockedDemand],
    positions: Mapping[Key, LockedPosition],
) -> None:
    """Take what was granted off the promises, on stock first, and bring demands, pegs and positions up to date."""
    taken = shrink_promises(promises, granted, USE_FIRST)
    used = stock_taken(taken)
    change_pegs((piece for _, piece in taken), -1)
    change_demands((number, ZERO, quantity, ZERO, ZERO) for number, quantity in granted.items())
    change_positions(
        positions,
        ((demands[number].key, (ZERO, -used.get(number, ZERO), quantity)) for number, quantity in granted.items()),
    )


def _source(balance: LockedBalance) -> Source:
    return Source(
        balance.id,
        balance.key,
        balance.on_hand - balance.reserved,
        balance.expires_on,
        balance.received_on,
        balance.pick_sequence,
    )


def _by_demand(grants: Sequence[Grant]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for grant in grants:
        sums[grant.demand_id] = sums.get(grant.demand_id, ZERO) + grant.quantity
    return sums


def _write(
    ctx: Ctx, grants: Sequence[Grant], balances: Sequence[LockedBalance], whys: Mapping[int, Mapping[str, object]]
) -> list[Allocated]:
    known = {balance.id: balance for balance in balances}
    candidates: dict[tuple[int, int], int] = {}
    for balance in balances:
        candidates[balance.key] = candidates.get(balance.key, 0) + 1
    records = [
        (
            grant.demand_id,
            grant.balance_id,
            grant.quantity,
            Jsonb({**whys[grant.demand_id], "bins": candidates[known[grant.balance_id].key]}),
        )
        for grant in grants
    ]
    constants = {"company_id": ctx.company_id, "is_picked": False, "is_locked": False, "is_cancelled": False}
    ids = writes.insert(Allocation, ("demand_id", "balance_id", "quantity", "why"), records, constants)
    change_balances((grant.balance_id, ZERO, grant.quantity) for grant in grants)
    made = []
    for number, grant in zip(ids, grants, strict=True):
        balance = known[grant.balance_id]
        made.append(
            Allocated(
                number,
                grant.demand_id,
                grant.balance_id,
                balance.location_id,
                balance.item_id,
                balance.lot_id,
                grant.quantity,
            )
        )
    return made
