"""Another lot than the allocated one goes: the claim moves from lot to lot in its bin, with the reason kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from psycopg.types.json import Jsonb

from throughline.kernel.errors import DomainError, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.pick import Claims, allocations
from throughline.modules.inventory.acts.positions import BalanceKey, change_balances, find_balances
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class LotSwap:
    """An allocation that is to stand on another lot of the same bin, with the codes of both and why."""

    allocation_id: int
    lot_id: int
    lot_code: str
    instead_of: str
    because: str


@dataclass(frozen=True, slots=True)
class Swapped:
    """The claims after a swap, and why others could not be swapped, by allocation."""

    claims: Claims
    refused: Mapping[int, DomainError]


@act
def swap_lots(ctx: Ctx, claims: Claims, swaps: Sequence[LotSwap]) -> Swapped:
    """Move whole locked claims that are not picked to other lots of their bins; five statements, however many.

    Only what nobody else has claimed of the other lot can go, first in line first; what cannot stays on its lot and
    says why. The claim keeps which lot it had and why it went.
    """
    facts = claims.facts
    targets: dict[int, BalanceKey] = {
        swap.allocation_id: (one.site_id, one.location_id, one.item_id, swap.lot_id, one.status)
        for swap in swaps
        for one in [facts[swap.allocation_id]]
    }
    ids = find_balances(list(targets.values()))
    balances = locks.balances(ctx, {facts[n].balance_id for n in targets} | set(ids.values()))
    left = {number: balances[number].on_hand - balances[number].reserved for number in ids.values()}
    refused: dict[int, DomainError] = {}
    swapped: list[tuple[LotSwap, int]] = []
    for swap in swaps:
        there, amount = ids.get(targets[swap.allocation_id]), facts[swap.allocation_id].quantity
        if there is None or left[there] < amount:
            free = ZERO if there is None else max(left[there], ZERO)
            refused[swap.allocation_id] = _not_free(swap, amount, free)
        else:
            left[there] -= amount
            swapped.append((swap, there))
    if not swapped:
        return Swapped(claims, refused)
    change_balances(
        change
        for swap, there in swapped
        for amount in [facts[swap.allocation_id].quantity]
        for change in ((facts[swap.allocation_id].balance_id, ZERO, -amount), (there, ZERO, amount))
    )
    _write(ctx, swapped)
    now = allocations(ctx, [swap.allocation_id for swap, _ in swapped])
    return Swapped(Claims(claims.demands, facts | now), refused)


def _not_free(swap: LotSwap, amount: Decimal, free: Decimal) -> RuleViolation:
    told = (
        f"{trimmed(amount)} of lot {swap.lot_code} are wanted; {trimmed(free)} of it lie free in this bin. "
        f"Pick lot {swap.instead_of}."
    )
    return RuleViolation("lot_not_free", told, field="lot_code", allocation=swap.allocation_id)


def _write(ctx: Ctx, swapped: Sequence[tuple[LotSwap, int]]) -> None:
    told = [{"instead_of_lot": swap.instead_of, "because": swap.because, "chosen_by": ctx.actor_id}
            for swap, _ in swapped]  # fmt: skip
    execute(
        """UPDATE inventory_allocation a SET balance_id = u.balance_id, why = a.why || u.why
           FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[]) AS u(id, balance_id, why)
           WHERE a.company_id = %s AND a.id = u.id""",
        [
            [swap.allocation_id for swap, _ in swapped],
            [balance for _, balance in swapped],
            [Jsonb(one) for one in told],
            ctx.company_id,
        ],
    )
