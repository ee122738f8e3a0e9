"""Setting expired goods apart: nobody is promised them any more, and who keeps the stock is told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughline.governance.public import NewException, raise_exceptions
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import items
from throughline.modules.inventory.acts.turning import Turning, lock_turning, turn
from throughline.modules.inventory.queries.availability import balances_by_id
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
    places = balances_by_id(ctx, [one.balance_id for one in goods])
    turning = lock_turning(ctx, places, {one.balance_id: "blocked" for one in goods})
    losses = _not_picked(turning)
    turn(ctx, turning, losses, "expired lots")
    goods = [one for one in goods if one.balance_id in losses]
    _tell(ctx, goods, losses)
    return len(goods)


def _not_picked(turning: Turning) -> dict[int, Decimal]:
    """Give what of the locked places can be set apart now: all but what is picked."""
    left = {number: turning.balances[number].on_hand for number in turning.ids}
    for claim in turning.claims:
        if claim.is_picked:
            left[claim.balance_id] -= claim.quantity
    return {number: quantity for number, quantity in left.items() if quantity > 0}


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
