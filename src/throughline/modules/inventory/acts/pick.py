"""Picking and putting back: allocated goods go from their bin to the stage and, if it must be, back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import (
    BalanceKey,
    balance_ids,
    change_balances,
    change_demands,
)
from throughline.modules.inventory.locks import AllocationFacts, LockedDemand
from throughline.modules.inventory.models import Allocation
from throughline.platform.database import writes
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx, act

_FACTS = locks.ALLOCATIONS + " ORDER BY a.id"


def allocations(ctx: Ctx, ids: Sequence[int]) -> dict[int, AllocationFacts]:
    """Give allocations by id; they change only while their demand is locked."""
    found = select(AllocationFacts, _FACTS.format("a.id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {allocation.id: allocation for allocation in found}


def allocations_of(ctx: Ctx, demand_ids: Sequence[int]) -> list[AllocationFacts]:
    """Give the allocations of demands."""
    return select(AllocationFacts, _FACTS.format("a.demand_id = ANY(%s)"), [ctx.company_id, list(demand_ids)])


@act
def lock_demands(ctx: Ctx, ids: Sequence[int]) -> dict[int, LockedDemand]:
    """Lock demands before reading what of them is picked and packed: two who pack the same goods come in turn.

    One that is not there is not among them.
    """
    return locks.demands_there(ctx, ids)


@dataclass(frozen=True, slots=True)
class Claims:
    """Demands as locked, and allocations as they stand meanwhile."""

    demands: dict[int, LockedDemand]
    facts: dict[int, AllocationFacts]

    def check(self, allocation_id: int, quantity: Decimal, *, picked: bool) -> None:
        """Refuse to move a quantity that is not, or not any more, claimed where it should be."""
        found = self.facts.get(allocation_id)
        if found is None or found.is_picked == picked:
            told = (
                "These goods are no longer allocated here: they were cancelled, or moved, since. Look at the list anew."
            )
            raise RuleViolation("allocation_gone", told, allocation=allocation_id)
        if not 0 < quantity <= found.quantity:
            told = f"{trimmed(quantity)} cannot be moved; {trimmed(found.quantity)} is allocated here. Take no more."
            raise RuleViolation("quantity_not_allocated", told, field="quantity", allocation=allocation_id)


@act
def lock_claims(ctx: Ctx, demand_ids: Iterable[int], allocation_ids: Sequence[int] | None = None) -> Claims:
    """Lock demands and give allocations: all of them, or those named. What may be moved is judged by these."""
    demands = locks.demands(ctx, demand_ids)
    if allocation_ids is None:
        return Claims(demands, {one.id: one for one in allocations_of(ctx, sorted(demands))})
    return Claims(demands, allocations(ctx, allocation_ids))


@act
def move_allocated(
    ctx: Ctx,
    claims: Claims,
    wanted: Mapping[int, Decimal],
    places: Mapping[int, int],
    *,
    picked: bool,
    source: tuple[str, int],
) -> None:
    """Move quantities of locked claims to places, the claims with them; five statements, however many.

    `wanted` is quantity by allocation, `places` location by allocation: the stage when picking, a bin when putting
    back. An allocation moved in part is split; the rest stays where it is.
    """
    demands, facts = claims.demands, claims.facts
    for number, quantity in wanted.items():
        claims.check(number, quantity, picked=picked)
    targets = {number: _target(facts[number], places[number]) for number in wanted}
    received = min((facts[number].received_on for number in wanted), default=ctx.today)
    ids = balance_ids(ctx, targets.values(), received)
    locks.balances(ctx, {facts[number].balance_id for number in wanted} | set(ids.values()))
    change_balances(
        change
        for number, quantity in wanted.items()
        for change in (
            (facts[number].balance_id, -quantity, -quantity),
            (ids[targets[number]], quantity, quantity),
        )
    )
    _split(ctx, wanted, facts, {number: ids[targets[number]] for number in wanted}, picked)
    sign = 1 if picked else -1
    change_demands((facts[number].demand_id, ZERO, ZERO, sign * quantity, ZERO) for number, quantity in wanted.items())
    write_moves(
        ctx,
        "pick" if picked else "put_back",
        [
            NewMove(
                item_id=facts[number].item_id,
                lot_id=facts[number].lot_id,
                quantity=quantity,
                from_location_id=facts[number].location_id,
                to_location_id=places[number],
                demand_id=facts[number].demand_id,
                thread_id=demands[facts[number].demand_id].thread_id,
                source=source,
            )
            for number, quantity in wanted.items()
        ],
    )


def _target(allocation: AllocationFacts, location_id: int) -> BalanceKey:
    return (allocation.site_id, location_id, allocation.item_id, allocation.lot_id, allocation.status)


def _split(
    ctx: Ctx,
    wanted: Mapping[int, Decimal],
    facts: Mapping[int, AllocationFacts],
    balances: Mapping[int, int],
    picked: bool,
) -> None:
    """Let whole allocations follow their goods; split those of which a part stays."""
    whole = [n for n, quantity in wanted.items() if quantity == facts[n].quantity]
    parts = [n for n, quantity in wanted.items() if quantity < facts[n].quantity]
    records = [(n, balances[n], picked, facts[n].quantity) for n in whole]
    records += [(n, facts[n].balance_id, not picked, facts[n].quantity - wanted[n]) for n in parts]
    writes.update(Allocation, "id", ("balance_id", "is_picked", "quantity"), records)
    if parts:
        split = [(facts[n].demand_id, balances[n], wanted[n]) for n in parts]
        constants = {
            "company_id": ctx.company_id,
            "is_picked": picked,
            "is_locked": False,
            "is_cancelled": False,
            "why": "{}",
        }
        writes.insert(Allocation, ("demand_id", "balance_id", "quantity"), split, constants)


def allocations_on(ctx: Ctx, numbers: Sequence[int]) -> list[AllocationFacts]:
    """Give the allocations on balances."""
    return select(AllocationFacts, _FACTS.format("a.balance_id = ANY(%s)"), [ctx.company_id, list(numbers)])
