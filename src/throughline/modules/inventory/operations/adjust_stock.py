"""Adjusting stock: what is found, missing or wrong, with its reason, at the average cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO, rounded
from throughline.kernel.quantity import in_stock_unit, plain
from throughline.kernel.refs import DocumentRef
from throughline.modules.catalog.public import items
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.lose import Missing
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.pick import allocations_on
from throughline.modules.inventory.acts.positions import (
    BalanceKey,
    balance_ids,
    change_balances,
    change_positions,
)
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.acts.release import release_claims, unpromise
from throughline.modules.inventory.acts.value import NewValue, book, running
from throughline.modules.inventory.queries.places import places
from throughline.platform.operations import Ctx, operation


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A signed change of what is on hand at a place; found goods may name their unit cost, else the average holds."""

    site_id: int
    location_id: int
    item_id: int
    quantity: Decimal
    lot_id: int | None = None
    status: str = "available"
    unit_cost: Decimal | None = None


@operation("inventory.adjust_stock", permission="inventory.stock.adjust", duty=Duty.STOCK_ADJUSTMENT)
def adjust_stock(ctx: Ctx, *, adjustments: Sequence[Adjustment], reason: str, opening: bool = False) -> int:
    """Change what is on hand and book it against inventory adjustments; give how many lines were booked.

    `opening` books against opening balances instead, to take back what was opened.

    No bin goes below zero. Claims on what is gone are broken, lowest rank first, and promised anew.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the stock is adjusted.", field="reason")
    _once_a_place(adjustments)
    _check_items(adjustments)
    keys = {(line.site_id, line.item_id) for line in adjustments}
    targets = {line: _target(line) for line in adjustments}
    ids = balance_ids(ctx, targets.values(), ctx.today)
    losses = {ids[targets[line]]: -line.quantity for line in adjustments if line.quantity < 0}
    demands = lock_waiting(ctx, keys, {claim.demand_id for claim in allocations_on(ctx, list(losses))})
    hit = _break_claims(ctx, losses, demands)
    balances = locks.balances(ctx, ids.values())
    for number, loss in losses.items():
        if loss > balances[number].on_hand:
            raise RuleViolation(
                "below_zero",
                f"{plain(loss)} cannot be taken off; {plain(balances[number].on_hand)} is on hand there.",
                balance=number,
            )
    _write(ctx, adjustments, {line: ids[target] for line, target in targets.items()}, "OPEN" if opening else "INVADJ")
    rebalance(ctx, keys, demands, "adjustment", hit)
    return len(adjustments)


def _once_a_place(adjustments: Sequence[Adjustment]) -> None:
    if len({_target(line) for line in adjustments}) < len(adjustments):
        raise InvalidInput("place_twice", "A place stands on several lines; add them up.", field="adjustments")
    if any(line.quantity == 0 for line in adjustments):
        raise InvalidInput("quantity_zero", "An adjustment of zero changes nothing; leave it out.", field="quantity")


def _check_items(adjustments: Sequence[Adjustment]) -> None:
    known = items({line.item_id for line in adjustments})
    for line in adjustments:
        if line.item_id not in known:
            raise NotFound("item_unknown", f"There is no item {line.item_id}.", field="item_id")
        item = known[line.item_id]
        if item.kind != "stocked":
            raise RuleViolation("item_not_stocked", f"{item.code} is a {item.kind} and has no stock.")
        in_stock_unit(line.quantity, Decimal(1), item.unit_decimals, unit=item.stock_unit, stock_unit=item.stock_unit)
        if line.unit_cost is not None and line.unit_cost < 0:
            raise InvalidInput("cost_negative", f"{item.code} cannot cost less than nothing.", field="unit_cost")


def _target(line: Adjustment) -> BalanceKey:
    return (line.site_id, line.location_id, line.item_id, line.lot_id, line.status)


def _break_claims(ctx: Ctx, losses: dict[int, Decimal], demands: dict[int, locks.LockedDemand]) -> set[int]:
    """Give up allocations on balances that will hold less than is claimed, lowest rank first, picked ones last."""
    claims = allocations_on(ctx, list(losses))
    balances = locks.balances(ctx, losses)
    broken = []
    for number, loss in losses.items():
        short = balances[number].reserved - (balances[number].on_hand - loss)
        mine = [claim for claim in claims if claim.balance_id == number]
        for claim in sorted(mine, key=lambda c: (c.is_picked, -demands[c.demand_id].rank, -c.id)):
            take = min(short, claim.quantity)
            if take > 0:
                short -= take
                broken.append(Missing(claim, take))
    release_claims(ctx, broken, demands)
    by_key: dict[tuple[int, int], Decimal] = {}
    for number, loss in losses.items():
        if balances[number].status == "available":
            by_key[balances[number].key] = by_key.get(balances[number].key, ZERO) + loss
    return unpromise(ctx, by_key, demands) | {part.allocation.demand_id for part in broken}


def _write(ctx: Ctx, adjustments: Sequence[Adjustment], ids: dict[Adjustment, int], against: str) -> None:
    positions = locks.positions(ctx, {(line.site_id, line.item_id) for line in adjustments})
    pools = locks.pools(ctx, {line.item_id for line in adjustments})
    document = DocumentRef("inventory.adjustment", ctx.running().operation_id)
    known = places(ctx)
    run = running(pools)
    changes = []
    for line in adjustments:
        pool = run[line.item_id]
        if line.quantity < 0:
            value = -pool.take(-line.quantity)
        else:
            average = pool.value / pool.quantity if pool.quantity else ZERO
            value = rounded(line.quantity * (line.unit_cost if line.unit_cost is not None else average))
            pool.add(line.quantity, value)
        changes.append(NewValue(line.item_id, line.quantity, value, document, against, site_id=line.site_id))
    change_balances((ids[line], line.quantity, ZERO) for line in adjustments)
    change_positions(
        positions,
        (
            ((line.site_id, line.item_id), (line.quantity if line.status == "available" else ZERO, ZERO, ZERO))
            for line in adjustments
        ),
    )
    write_moves(ctx, "adjustment", [_move(line, known.virtual["adjustment"], document) for line in adjustments])
    book(ctx, "adjustment", "Stock adjustment", changes, pools)


def _move(line: Adjustment, place: int, document: DocumentRef) -> NewMove:
    gone = line.quantity < 0
    return NewMove(
        item_id=line.item_id,
        lot_id=line.lot_id,
        quantity=abs(line.quantity),
        from_location_id=line.location_id if gone else place,
        to_location_id=place if gone else line.location_id,
        from_status=line.status,
        to_status=line.status,
        source=(document.kind, document.id),
    )
