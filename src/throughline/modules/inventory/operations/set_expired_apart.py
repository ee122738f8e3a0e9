"""Setting expired goods apart: nobody is promised them any more, and who keeps the stock is told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughline.governance.public import NewException, raise_exceptions
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import items
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.adjust import break_claims
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.pick import allocations_on
from throughline.modules.inventory.acts.positions import balance_ids, change_balances, change_positions
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.queries.expired import ExpiredGoods, expired_goods
from throughline.platform.operations import Ctx, operation

LOT, EXPIRED = "inventory.lot", "stock_expired"
#: Places that one run sets apart at most; the next run takes the others.
MOST = 1000


@operation("inventory.set_expired_apart", permission="inventory.stock.move")
def set_expired_apart(ctx: Ctx) -> int:
    """Block what lies available of lots that expired before today; give at how many places.

    Who was promised or allocated of it is served anew, by rank, and told. Goods that are picked stay where they are:
    packing and dispatch see them, a put-back brings them here. Value stays until somebody writes the goods off.
    """
    goods = expired_goods(ctx, most=MOST)
    if not goods:
        return 0
    keys = {(one.site_id, one.item_id) for one in goods}
    claims = allocations_on(ctx, [one.balance_id for one in goods])
    demands = lock_waiting(ctx, keys, {claim.demand_id for claim in claims})
    targets = {one.balance_id: (one.site_id, one.location_id, one.item_id, one.lot_id, "blocked") for one in goods}
    ids = balance_ids(ctx, targets.values(), min(one.received_on for one in goods))
    balances = locks.balances(ctx, {*targets, *ids.values()})
    losses = _not_picked(ctx, goods, balances)
    hit = break_claims(ctx, losses, balances, demands)
    change_balances(
        change
        for number, quantity in losses.items()
        for change in ((number, -quantity, ZERO), (ids[targets[number]], quantity, ZERO))
    )
    positions = locks.positions(ctx, keys)
    change_positions(positions, ((balances[n].key, (-quantity, ZERO, ZERO)) for n, quantity in losses.items()))
    source = ("inventory.move", ctx.running().operation_id)
    goods = [one for one in goods if one.balance_id in losses]
    write_moves(ctx, "status", [_move(one, losses[one.balance_id], source) for one in goods])
    rebalance(ctx, keys, demands, "expired lots", hit)
    _tell(ctx, goods, losses)
    ctx.running().touched("inventory.balance", *losses)
    return len(goods)


def _not_picked(
    ctx: Ctx, goods: Sequence[ExpiredGoods], balances: Mapping[int, locks.LockedBalance]
) -> dict[int, Decimal]:
    """Give what of the locked places can be set apart now: all but what is picked."""
    left = {one.balance_id: balances[one.balance_id].on_hand for one in goods}
    for claim in allocations_on(ctx, list(left)):
        if claim.is_picked:
            left[claim.balance_id] -= claim.quantity
    return {number: quantity for number, quantity in left.items() if quantity > 0}


def _move(one: ExpiredGoods, quantity: Decimal, source: tuple[str, int]) -> NewMove:
    return NewMove(
        item_id=one.item_id,
        lot_id=one.lot_id,
        quantity=quantity,
        from_location_id=one.location_id,
        to_location_id=one.location_id,
        to_status="blocked",
        source=source,
    )


def _tell(ctx: Ctx, goods: Sequence[ExpiredGoods], losses: Mapping[int, Decimal]) -> None:
    """Open an exception for the stock queue a lot, with writing it off as what is proposed."""
    known = items({one.item_id for one in goods})
    sums: dict[int, Decimal] = {}
    for one in goods:
        sums[one.lot_id] = sums.get(one.lot_id, ZERO) + losses[one.balance_id]
    first = {one.lot_id: one for one in reversed(goods)}
    raise_exceptions(
        ctx,
        [
            NewException(
                EXPIRED,
                "stock",
                LOT,
                number,
                f"{trimmed(sums[number])} {known[one.item_id].stock_unit} of {known[one.item_id].code}, lot "
                f"{one.lot_code}, expired on {one.expires_on} and are set apart",
                facts={"quantity": str(sums[number]), "expired": str(one.expires_on), "item": known[one.item_id].code},
                proposals=[{"operation": "inventory.adjust_stock", "label": "Write it off", "query": {"lot": number}}],
                due_at=ctx.now,
                site_id=one.site_id,
            )
            for number, one in sorted(first.items())
        ],
    )
