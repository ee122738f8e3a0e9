"""Moving goods within a site: from the dock into a bin, from bin to bin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import BalanceKey, balance_ids, change_balances
from throughline.modules.inventory.queries.availability import BalancePlace, balances_by_id
from throughline.modules.inventory.queries.places import PlaceFacts, places_by_id
from throughline.platform.operations import Ctx, operation


@dataclass(frozen=True, slots=True)
class StockMove:
    """A quantity in stock units taken from a balance to another place of its site."""

    balance_id: int
    to_location_id: int
    quantity: Decimal


@operation("inventory.move_stock", permission="inventory.stock.move")
def move_stock(ctx: Ctx, *, moves: Sequence[StockMove]) -> int:
    """Move goods that are allocated to nobody within their site; give how many moves were made.

    Quantity, status, lot and value stay; promises stay too, as they are on the site and not on a place. What is
    allocated is picked, not moved.
    """
    if not moves or len({(move.balance_id, move.to_location_id) for move in moves}) < len(moves):
        raise InvalidInput("moves_wrong", "Name each move once, and at least one.", field="moves")
    known = balances_by_id(ctx, [move.balance_id for move in moves])
    targets = _targets(ctx, moves, known)
    received = min((known[move.balance_id].received_on for move in moves), default=ctx.today)
    ids = balance_ids(ctx, targets.values(), received)
    locked = locks.balances(ctx, {move.balance_id for move in moves} | set(ids.values()))
    _check_free(moves, locked)
    change_balances(
        change
        for move in moves
        for change in (
            (move.balance_id, -move.quantity, ZERO),
            (ids[targets[move.balance_id, move.to_location_id]], move.quantity, ZERO),
        )
    )
    source = ("inventory.move", ctx.running().operation_id)
    write_moves(ctx, "putaway", [_move(move, locked[move.balance_id], source) for move in moves])
    ctx.running().touched("inventory.balance", *(move.balance_id for move in moves))
    return len(moves)


def _targets(
    ctx: Ctx, moves: Sequence[StockMove], known: Mapping[int, BalancePlace]
) -> dict[tuple[int, int], BalanceKey]:
    """Give the balances that goods go to, after checking that they are places of the same site."""
    found: dict[int, PlaceFacts] = places_by_id(ctx, [move.to_location_id for move in moves])
    targets: dict[tuple[int, int], BalanceKey] = {}
    for move in moves:
        if move.balance_id not in known:
            raise NotFound("balance_unknown", "Some of the goods are not there.", balance=move.balance_id)
        balance, place = known[move.balance_id], found.get(move.to_location_id)
        if place is None or place.site_id != balance.site_id:
            told = "Goods move within their site; another site gets them by a transfer."
            raise InvalidInput("place_elsewhere", told, field="to_location_id")
        if place.kind in ("outbound", "stage"):
            raise InvalidInput("place_not_for_stock", f"{place.code} holds picked goods only.", field="to_location_id")
        if place.id == balance.location_id:
            raise InvalidInput("same_place", f"They are at {place.code} already.", field="to_location_id")
        key = (balance.site_id, place.id, balance.item_id, balance.lot_id, balance.status)
        targets[move.balance_id, move.to_location_id] = key
    return targets


def _check_free(moves: Sequence[StockMove], locked: Mapping[int, locks.LockedBalance]) -> None:
    left = {number: balance.on_hand - balance.reserved for number, balance in locked.items()}
    for move in moves:
        free = left[move.balance_id]
        if move.quantity <= 0 or move.quantity > free:
            raise RuleViolation(
                "not_free",
                f"{trimmed(move.quantity)} cannot be moved; "
                f"{trimmed(max(free, ZERO))} is there and allocated to nobody.",
                balance=move.balance_id,
            )
        left[move.balance_id] -= move.quantity


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
