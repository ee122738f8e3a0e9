"""Another lot than the allocated one goes: the claim moves from lot to lot in its bin, with the reason kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.pick import allocations
from throughline.modules.inventory.acts.positions import balance_ids, change_balances
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


@act
def swap_lots(ctx: Ctx, demand_ids: Sequence[int], swaps: Sequence[LotSwap]) -> None:
    """Move whole allocations that are not picked to other lots of their bins; five statements, however many.

    Only what nobody else has claimed of the other lot can go. The claim keeps which lot it had and why it went.
    """
    locks.demands(ctx, demand_ids)
    facts = allocations(ctx, [swap.allocation_id for swap in swaps])
    gone = [swap.allocation_id for swap in swaps if swap.allocation_id not in facts]
    if gone or any(facts[swap.allocation_id].is_picked for swap in swaps):
        raise RuleViolation("allocation_gone", "These goods are no longer allocated here.", allocations=gone)
    targets = {
        swap.allocation_id: (one.site_id, one.location_id, one.item_id, swap.lot_id, one.status)
        for swap in swaps
        for one in [facts[swap.allocation_id]]
    }
    ids = balance_ids(ctx, targets.values(), ctx.today)
    balances = locks.balances(ctx, {facts[n].balance_id for n in targets} | set(ids.values()))
    left = {number: balances[number].on_hand - balances[number].reserved for number in ids.values()}
    for swap in swaps:
        number, amount = ids[targets[swap.allocation_id]], facts[swap.allocation_id].quantity
        left[number] -= amount
        if left[number] < ZERO:
            free = max(left[number] + amount, ZERO)
            raise RuleViolation(
                "lot_not_free",
                f"{trimmed(amount)} of lot {swap.lot_code} are wanted; {trimmed(free)} of it lie free in this bin. "
                f"Pick lot {swap.instead_of}.",
                allocation=swap.allocation_id,
            )
    change_balances(
        change
        for swap in swaps
        for amount in [facts[swap.allocation_id].quantity]
        for change in (
            (facts[swap.allocation_id].balance_id, ZERO, -amount),
            (ids[targets[swap.allocation_id]], ZERO, amount),
        )
    )
    _write(ctx, [(swap, ids[targets[swap.allocation_id]]) for swap in swaps])


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
