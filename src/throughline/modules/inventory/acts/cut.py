"""Cutting demands: giving up promises and allocations without moving goods; picked goods wait for a put-back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.claims import GIVE_UP_FIRST, promises_of, shrink_promises
from throughline.modules.inventory.acts.pick import allocations_of
from throughline.modules.inventory.acts.positions import change_balances, change_demands, change_positions
from throughline.modules.inventory.acts.promise import change_pegs
from throughline.modules.inventory.events import StockFreed
from throughline.modules.inventory.locks import AllocationFacts, Key, LockedDemand
from throughline.modules.inventory.models import Allocation
from throughline.platform.database import writes
from throughline.platform.events import announce
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Freed:
    """A quantity of an allocation that was given up, or (`picked`) that must be put back first."""

    allocation: AllocationFacts
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Cut:
    """What cutting demands did: allocations given up at once, and picked goods to put back."""

    freed: list[Freed]
    to_put_back: list[Freed]
    demands: dict[int, LockedDemand]


@act
def cut_demands(ctx: Ctx, cuts: Mapping[int, Decimal], *, also: Iterable[int] = (), beside: Iterable[Key] = ()) -> Cut:
    """Take quantities off demands: first what is only promised, then what is allocated, then what is picked.

    What is picked stays allocated, marked cancelled, until it is put back. What has left cannot be cut. Whoever goes
    on to promise names here the demands and the (site, item) pairs of that: `also` and `beside` are locked along, so
    that nothing is locked out of order.
    """
    demands = locks.demands(ctx, {*cuts, *also})
    keys = {demand.key for demand in demands.values()}
    positions = locks.positions(ctx, keys | set(beside))
    if also or beside:
        locks.supplies_of(ctx, [key for key, position in positions.items() if position.incoming > 0])
    open_cuts = {number: min(quantity, demands[number].open) for number, quantity in cuts.items()}
    allocations = [a for a in allocations_of(ctx, list(cuts)) if not a.is_cancelled]
    freed, to_put_back = _choose(cuts, open_cuts, demands, allocations)
    taken = shrink_promises(promises_of(ctx, cuts), open_cuts, GIVE_UP_FIRST)
    change_pegs((piece for _, piece in taken), -1)
    locks.balances(ctx, {part.allocation.balance_id for part in freed})
    _give_up(freed)
    _mark_cancelled(ctx, to_put_back)
    change_demands(
        [(number, quantity, ZERO, ZERO, ZERO) for number, quantity in open_cuts.items()]
        + [(part.allocation.demand_id, part.quantity, -part.quantity, ZERO, ZERO) for part in freed]
    )
    change_positions(
        positions,
        [(demands[number].key, (ZERO, -piece.quantity, ZERO)) for number, piece in taken if piece.source == "stock"]
        + [(demands[part.allocation.demand_id].key, (ZERO, ZERO, -part.quantity)) for part in freed],
    )
    _announce_freed(ctx, sorted({demands[number].key for number in cuts}))
    return Cut(freed, to_put_back, demands)


def _choose(
    cuts: Mapping[int, Decimal],
    open_cuts: Mapping[int, Decimal],
    demands: Mapping[int, LockedDemand],
    allocations: Sequence[AllocationFacts],
) -> tuple[list[Freed], list[Freed]]:
    left = {number: quantity - open_cuts[number] for number, quantity in cuts.items()}
    freed: list[Freed] = []
    to_put_back: list[Freed] = []
    for allocation in sorted(allocations, key=lambda a: (a.is_picked, -a.id)):
        take = min(left[allocation.demand_id], allocation.quantity)
        if take > 0:
            left[allocation.demand_id] -= take
            (to_put_back if allocation.is_picked else freed).append(Freed(allocation, take))
    for number, rest in left.items():
        if rest > 0:
            raise RuleViolation(
                "already_shipped",
                f"{trimmed(rest)} has left already and cannot be cancelled; take it back with a return.",
                demand=number,
                issued=str(demands[number].issued),
            )
    return freed, to_put_back


def _give_up(freed: Sequence[Freed]) -> None:
    writes.delete(Allocation, [part.allocation.id for part in freed if part.quantity == part.allocation.quantity])
    rest = [(p.allocation.id, p.allocation.quantity - p.quantity) for p in freed if p.quantity < p.allocation.quantity]
    writes.update(Allocation, "id", ("quantity",), rest)
    change_balances((part.allocation.balance_id, ZERO, -part.quantity) for part in freed)


def _mark_cancelled(ctx: Ctx, parts: Sequence[Freed]) -> None:
    """Mark picked claims as cancelled, splitting those that are cut in part."""
    whole = [(p.allocation.id, True) for p in parts if p.quantity == p.allocation.quantity]
    writes.update(Allocation, "id", ("is_cancelled",), whole)
    split = [p for p in parts if p.quantity < p.allocation.quantity]
    if split:
        writes.update(
            Allocation, "id", ("quantity",), [(p.allocation.id, p.allocation.quantity - p.quantity) for p in split]
        )
        constants = {"company_id": ctx.company_id, "is_picked": True, "is_locked": False, "is_cancelled": True}
        writes.append(
            Allocation,
            ("demand_id", "balance_id", "quantity", "why"),
            [(p.allocation.demand_id, p.allocation.balance_id, p.quantity, "{}") for p in split],
            constants,
        )


@act
def free_put_back(ctx: Ctx, demands: Mapping[int, LockedDemand], allocation_ids: Sequence[int]) -> None:
    """Give up cancelled claims whose goods are back in their bins: the goods are free again."""
    positions = locks.positions(ctx, {demand.key for demand in demands.values()})
    parts = [
        Freed(a, a.quantity)
        for a in allocations_of(ctx, list(demands))
        if a.id in set(allocation_ids) and a.is_cancelled
    ]
    _give_up(parts)
    change_demands((p.allocation.demand_id, p.quantity, -p.quantity, ZERO, ZERO) for p in parts)
    change_positions(positions, ((demands[p.allocation.demand_id].key, (ZERO, ZERO, -p.quantity)) for p in parts))
    _announce_freed(ctx, positions)


def _announce_freed(ctx: Ctx, keys: Iterable[Key]) -> None:
    by_site: dict[int, list[int]] = {}
    for site_id, item_id in keys:
        by_site.setdefault(site_id, []).append(item_id)
    for site_id, items in by_site.items():
        announce(ctx, StockFreed(site_id, tuple(sorted(items)[:500])))
