"""Giving goods another status where they lie: no value moves, but who was promised them loses them, or gains them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.adjust import break_claims
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.pick import allocations_on
from throughline.modules.inventory.acts.positions import BalanceKey, balance_ids, change_balances, change_positions
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.locks import AllocationFacts, Key, LockedBalance, LockedDemand
from throughline.modules.inventory.queries.availability import BalancePlace
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Turning:
    """Places locked for goods to get another status: by the balance they leave, the balance and status they get.

    `claims` are the allocations on them.
    """

    balances: Mapping[int, LockedBalance]
    demands: dict[int, LockedDemand]
    ids: Mapping[int, int]
    statuses: Mapping[int, str]
    claims: list[AllocationFacts]


def lock_turning(ctx: Ctx, places: Mapping[int, BalancePlace], statuses: Mapping[int, str]) -> Turning:
    """Lock what changes when goods get other statuses, by balance, and who is promised or allocated of them."""
    keys = {(places[number].site_id, places[number].item_id) for number in statuses}
    demands = lock_waiting(ctx, keys, {claim.demand_id for claim in allocations_on(ctx, list(statuses))})
    targets = {number: _target(places[number], status) for number, status in statuses.items()}
    ids = balance_ids(ctx, targets.values(), min(places[number].received_on for number in statuses))
    into = {number: ids[target] for number, target in targets.items()}
    balances = locks.balances(ctx, {*into, *into.values()})
    return Turning(balances, demands, into, statuses, allocations_on(ctx, list(statuses)))


def turn(ctx: Ctx, turning: Turning, quantities: Mapping[int, Decimal], cause: str) -> None:
    """Turn quantities, by balance, none above what lies there; fifteen statements, however many places.

    Claims on what is good stock no more are broken, lowest rank first, picked ones last. What is good stock again is
    promised to who waits.
    """
    losses = {n: quantity for n, quantity in quantities.items() if turning.balances[n].status == "available"}
    hit = break_claims(ctx, losses, turning.balances, turning.demands) if losses else set()
    change_balances(
        change
        for number, quantity in quantities.items()
        for change in ((number, -quantity, ZERO), (turning.ids[number], quantity, ZERO))
    )
    keys = {turning.balances[number].key for number in quantities}
    sums = _promisable(turning, quantities)
    change_positions(locks.positions(ctx, keys), ((key, (quantity, ZERO, ZERO)) for key, quantity in sums.items()))
    source = ("inventory.move", ctx.running().operation_id)
    write_moves(ctx, "status", [_move(turning, number, quantity, source) for number, quantity in quantities.items()])
    rebalance(ctx, keys, turning.demands, cause, hit)
    ctx.running().touched("inventory.balance", *quantities)


def _target(place: BalancePlace, status: str) -> BalanceKey:
    return (place.site_id, place.location_id, place.item_id, place.lot_id, status)


def _promisable(turning: Turning, quantities: Mapping[int, Decimal]) -> dict[Key, Decimal]:
    """Give by how much more or less of each position can be promised."""
    sums: dict[Key, Decimal] = {}
    for number, quantity in quantities.items():
        balance = turning.balances[number]
        gain = (turning.statuses[number] == "available") - (balance.status == "available")
        sums[balance.key] = sums.get(balance.key, ZERO) + gain * quantity
    return sums


def _move(turning: Turning, number: int, quantity: Decimal, source: tuple[str, int]) -> NewMove:
    balance = turning.balances[number]
    return NewMove(
        item_id=balance.item_id,
        lot_id=balance.lot_id,
        quantity=quantity,
        from_location_id=balance.location_id,
        to_location_id=balance.location_id,
        from_status=balance.status,
        to_status=turning.statuses[number],
        source=source,
    )
