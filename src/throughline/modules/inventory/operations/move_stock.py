"""Moving goods within a site: from the dock into a bin, from bin to bin."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import BalanceKey, balance_ids, change_balances
from throughline.modules.inventory.queries.availability import BalancePlace, balances_by_id
from throughline.modules.inventory.queries.places import PlaceFacts, places_by_id
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class StockMove:
    """A quantity in stock units taken from a balance to another place of its site."""

    balance_id: int
    to_location_id: int
    quantity: Decimal


@operation("inventory.move_stock", permission="inventory.stock.move")
def move_stock(ctx: Ctx, *, moves: Sequence[StockMove]) -> Outcomes:
    """Move goods that are allocated to nobody within their site; an outcome is a move, and stops no other.

    Quantity, status, lot and value stay; promises stay too, as they are on the site and not on a place. What is
    allocated is picked, not moved. The same move on two lines is made for neither.
    """
    if not moves:
        raise InvalidInput("nothing_moved", "Name at least one move.", field="moves")
    known = balances_by_id(ctx, [move.balance_id for move in moves])
    here = {balance.location_id for balance in known.values()}
    facts = _Facts(
        known,
        places_by_id(ctx, here | {move.to_location_id for move in moves}),
        Counter((move.balance_id, move.to_location_id) for move in moves),
    )
    named = partial(_named, facts)
    free = {number: balance.free for number, balance in known.items()}
    judged = sift(moves, partial(_judged, facts, free), named)
    if not judged.sound:
        return judged.with_done(())
    received = min(known[move.balance_id].received_on for move in judged.sound.values())
    ids = balance_ids(ctx, [facts.target(move) for move in judged.sound.values()], received)
    locked = locks.balances(ctx, {move.balance_id for move in judged.sound.values()} | set(ids.values()))
    left = {number: balance.on_hand - balance.reserved for number, balance in locked.items()}
    judged = judged.again(partial(_taken, left), named)
    going = list(judged.sound.values())
    if going:
        change_balances(
            change
            for move in going
            for change in ((move.balance_id, -move.quantity, ZERO), (ids[facts.target(move)], move.quantity, ZERO))
        )
        source = ("inventory.move", ctx.running().operation_id)
        write_moves(ctx, "putaway", [_move(move, locked[move.balance_id], source) for move in going])
        ctx.running().touched("inventory.balance", *(move.balance_id for move in going))
    return judged.with_done(
        Outcome(*_named(facts, move), "done", "moved", f"{trimmed(move.quantity)} moved.") for move in going
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What moves name: goods, places, and how many lines say the same."""

    balances: Mapping[int, BalancePlace]
    places: Mapping[int, PlaceFacts]
    lines: Mapping[tuple[int, int], int]

    def target(self, move: StockMove) -> BalanceKey:
        """Give the balance that the goods of a move go to."""
        one = self.balances[move.balance_id]
        return (one.site_id, move.to_location_id, one.item_id, one.lot_id, one.status)


def _named(facts: _Facts, move: StockMove) -> tuple[int, str]:
    known, to = facts.balances.get(move.balance_id), facts.places.get(move.to_location_id)
    here = facts.places.get(known.location_id) if known else None
    return move.balance_id, f"{here.code if here else move.balance_id} to {to.code if to else move.to_location_id}"


def _judged(facts: _Facts, free: dict[int, Decimal], move: StockMove) -> StockMove:
    """Refuse a move of what is not there, to where it cannot be, or of more than is free."""
    if move.balance_id not in facts.balances:
        told = f"There are no goods {move.balance_id} in this company; look at the stock anew."
        raise NotFound("balance_unknown", told, field="balance_id", balance=move.balance_id)
    balance, place = facts.balances[move.balance_id], facts.places.get(move.to_location_id)
    if place is None or place.site_id != balance.site_id:
        told = "Goods move within their site; another site gets them by a transfer."
        raise InvalidInput("place_elsewhere", told, field="to_location_id")
    if place.kind in ("outbound", "stage"):
        raise InvalidInput("place_not_for_stock", f"{place.code} holds picked goods only.", field="to_location_id")
    if place.id == balance.location_id:
        raise InvalidInput("same_place", f"They are at {place.code} already.", field="to_location_id")
    if facts.lines[move.balance_id, move.to_location_id] > 1:
        told = f"The same goods go to {place.code} on two lines; add them up to one."
        raise InvalidInput("move_twice", told, field="to_location_id")
    return _taken(free, move)


def _taken(left: dict[int, Decimal], move: StockMove) -> StockMove:
    """Take a move off what is free, or refuse it."""
    free = left[move.balance_id]
    if move.quantity <= 0 or move.quantity > free:
        told = f"{trimmed(move.quantity)} cannot be moved; {trimmed(max(free, ZERO))} is there and allocated to nobody."
        raise RuleViolation("not_free", told, field="quantity", balance=move.balance_id)
    left[move.balance_id] = free - move.quantity
    return move


def _move(move: StockMove, balance: locks.LockedBalance, source: tuple[str, int]) -> NewMove:
    return NewMove(
        item_id=balance.item_id,
        lot_id=balance.lot_id,
        quantity=move.quantity,
        from_location_id=balance.location_id,
        to_location_id=move.to_location_id,
        from_status=balance.status,
        to_status=balance.status,
        source=source,
    )
