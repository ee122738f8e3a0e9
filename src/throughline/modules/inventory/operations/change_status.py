"""Changing the status of goods where they lie: set apart for an inspection, blocked by a recall, let go again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.quantity import in_stock_unit, trimmed
from throughline.modules.catalog.public import ItemFacts, items
from throughline.modules.inventory.acts.turning import Turning, lock_turning, turn
from throughline.modules.inventory.domain.statuses import StockStatus, check_status
from throughline.modules.inventory.queries.availability import BalancePlace, balances_by_id
from throughline.modules.inventory.queries.places import places_by_id
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class StatusChange:
    """Goods at a place that get another status: all that lies there, unless `quantity` (stock units) says how much."""

    balance_id: int
    to_status: StockStatus
    quantity: Decimal | None = None


@operation("inventory.change_status", permission="inventory.stock.status", duty=Duty.STOCK_ADJUSTMENT)
def change_status(ctx: Ctx, *, changes: Sequence[StatusChange], reason: str) -> Outcomes:
    """Change the status of goods where they lie, for a reason that the audit keeps; an outcome is a place.

    Quantity, lot and value stay, so nothing is booked and nobody approves. What is good stock no more is taken from who
    is last in line, picked goods last of all; what is good stock again serves who waits. What has expired cannot be.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why; the reason stays with the change.", field="reason")
    known = balances_by_id(ctx, [change.balance_id for change in changes])
    codes = {one.id: one.code for one in places_by_id(ctx, {place.location_id for place in known.values()}).values()}
    goods = items({place.item_id for place in known.values()})

    def named(change: StatusChange) -> tuple[int, str]:
        place = known.get(change.balance_id)
        return change.balance_id, f"{goods[place.item_id].code} in {codes[place.location_id]}" if place else "place"

    asked = sift(changes, partial(_wanted, known, goods, set()), named)
    if not asked.sound:
        return asked.with_done(())
    turning = lock_turning(ctx, known, {one.balance_id: one.to_status for one in asked.sound.values()})
    judged = asked.again(partial(_judged, ctx, turning), named)
    made = list(judged.sound.values())
    if made:
        turn(ctx, turning, {one.balance_id: quantity for one, quantity in made}, reason.strip()[:60])
    return judged.with_done(
        Outcome(*named(one), "done", one.to_status, f"{trimmed(quantity)} turned.", {}, one.balance_id)
        for one, quantity in made
    )


def _wanted(
    known: Mapping[int, BalancePlace], goods: Mapping[int, ItemFacts], seen: set[int], change: StatusChange
) -> StatusChange:
    """Refuse what can be told before anything is locked."""
    place = known.get(change.balance_id)
    if place is None:
        told = f"There is no place {change.balance_id} with goods; look at the item anew."
        raise NotFound("balance_unknown", told, field="balance_id")
    check_status(change.to_status)
    if change.balance_id in seen:
        raise InvalidInput("place_twice", "The place stands on several lines; add them up.", field="balance_id")
    seen.add(change.balance_id)
    if place.status == change.to_status:
        raise InvalidInput("same_status", f"They are {place.status} already; leave them out.", field="to_status")
    if change.quantity is not None:
        item = goods[place.item_id]
        in_stock_unit(change.quantity, Decimal(1), item.unit_decimals, unit=item.stock_unit, stock_unit=item.stock_unit)
    return change


def _judged(ctx: Ctx, turning: Turning, change: StatusChange) -> tuple[StatusChange, Decimal]:
    """Give a change with how much it turns of its locked place, or refuse more than lies there and what has expired."""
    balance = turning.balances[change.balance_id]
    quantity = balance.on_hand if change.quantity is None else change.quantity
    if not 0 < quantity <= balance.on_hand:
        told = f"{trimmed(quantity)} cannot be turned; {trimmed(balance.on_hand)} lies there."
        raise RuleViolation("not_there", told, field="quantity", balance=balance.id)
    if change.to_status == "available" and balance.expires_on and balance.expires_on < ctx.today:
        told = f"The lot expired on {balance.expires_on}: it stays {balance.status}; write it off or send it back."
        raise RuleViolation("lot_expired", told, field="to_status", balance=balance.id)
    return change, quantity
