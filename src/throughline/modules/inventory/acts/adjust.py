"""Booking adjustments: claims on what is gone are broken, stock and its value change, who waits is served anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO, rounded
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.lose import Missing
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.pick import allocations_on
from throughline.modules.inventory.acts.positions import BalanceKey, balance_ids, change_balances, change_positions
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.acts.release import release_claims, unpromise
from throughline.modules.inventory.acts.value import NewValue, book, running
from throughline.modules.inventory.domain.statuses import StockStatus
from throughline.modules.inventory.events import ClaimsBroken
from throughline.modules.inventory.queries.places import places
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Overtaken

KIND = "inventory.adjustment"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A signed change of what is on hand at a place; found goods may name their unit cost, else the average holds."""

    site_id: int
    location_id: int
    item_id: int
    quantity: Decimal
    lot_id: int | None = None
    status: StockStatus = "available"
    unit_cost: Decimal | None = None

    @property
    def target(self) -> BalanceKey:
        """The balance that it changes."""
        return (self.site_id, self.location_id, self.item_id, self.lot_id, self.status)


@dataclass(frozen=True, slots=True)
class Change:
    """An adjustment on its document; `booked` is what must be on hand for it to be true, where it was counted."""

    line: Adjustment
    document_id: int
    against: str = "INVADJ"
    booked: Decimal | None = None


def post_adjustments(ctx: Ctx, changes: Sequence[Change]) -> dict[int, RuleViolation]:
    """Book changes, at most one a place; give the documents that could not be booked, whole, with the reason.

    No place goes below zero, and a count is true only of the stock that it was made against. Statements do not grow
    with documents or lines.
    """
    keys = {(change.line.site_id, change.line.item_id) for change in changes}
    ids = balance_ids(ctx, [change.line.target for change in changes], ctx.today)
    losing = [ids[change.line.target] for change in changes if change.line.quantity < 0]
    demands = lock_waiting(ctx, keys, {claim.demand_id for claim in allocations_on(ctx, losing)})
    balances = locks.balances(ctx, ids.values())
    refused: dict[int, RuleViolation] = {}
    for change in changes:
        trouble = _trouble(change, balances[ids[change.line.target]])
        if trouble:
            refused.setdefault(change.document_id, trouble)
    good = [change for change in changes if change.document_id not in refused and change.line.quantity]
    if good:
        losses = {ids[change.line.target]: -change.line.quantity for change in good if change.line.quantity < 0}
        hit = break_claims(ctx, losses, balances, demands)
        _write(ctx, good, ids)
        rebalance(ctx, {(c.line.site_id, c.line.item_id) for c in good}, demands, "adjustment", hit)
    return refused


def _trouble(change: Change, balance: locks.LockedBalance) -> RuleViolation | None:
    if change.booked is not None and change.booked != balance.on_hand:
        return RuleViolation(
            "stock_moved",
            f"{trimmed(balance.on_hand)} is booked there by now, {trimmed(change.booked)} when counted; count again.",
            balance=balance.id,
        )
    if balance.on_hand + change.line.quantity < 0:
        return RuleViolation(
            "below_zero",
            f"{trimmed(-change.line.quantity)} cannot be taken off; {trimmed(balance.on_hand)} is on hand there.",
            balance=balance.id,
        )
    return None


def break_claims(
    ctx: Ctx,
    losses: Mapping[int, Decimal],
    balances: Mapping[int, locks.LockedBalance],
    demands: dict[int, locks.LockedDemand],
) -> set[int]:
    """Give up allocations on balances that will hold less than is claimed, lowest rank first, picked ones last."""
    claims = allocations_on(ctx, list(losses))
    if any(claim.demand_id not in demands for claim in claims):
        raise Overtaken("Goods were allocated there at this moment; try again.")
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
    _announce(ctx, {part.allocation.demand_id for part in broken}, demands)
    by_key: dict[tuple[int, int], Decimal] = {}
    for number, loss in losses.items():
        if balances[number].status == "available":
            by_key[balances[number].key] = by_key.get(balances[number].key, ZERO) + loss
    return unpromise(ctx, by_key, demands) | {part.allocation.demand_id for part in broken}


def _announce(ctx: Ctx, broken: set[int], demands: Mapping[int, locks.LockedDemand]) -> None:
    """Tell which demands lost goods that were allocated to them."""
    by_kind: dict[str, list[int]] = {}
    for number in sorted(broken):
        by_kind.setdefault(demands[number].ref_kind, []).append(number)
    for kind, numbers in by_kind.items():
        for chunk in chunks(numbers):
            announce(ctx, ClaimsBroken(kind, tuple(demands[number].ref_id for number in chunk), chunk))


def _write(ctx: Ctx, changes: Sequence[Change], ids: Mapping[BalanceKey, int]) -> None:
    lines = [change.line for change in changes]
    positions = locks.positions(ctx, {(line.site_id, line.item_id) for line in lines})
    pools = locks.pools(ctx, {line.item_id for line in lines})
    known = places(ctx)
    run = running(pools)
    values = []
    for change in changes:
        line, pool = change.line, run[change.line.item_id]
        if line.quantity < 0:
            value = -pool.take(-line.quantity)
        else:
            average = pool.value / pool.quantity if pool.quantity else ZERO
            value = rounded(line.quantity * (line.unit_cost if line.unit_cost is not None else average))
            pool.add(line.quantity, value)
        document = DocumentRef(KIND, change.document_id)
        values.append(NewValue(line.item_id, line.quantity, value, document, change.against, site_id=line.site_id))
    change_balances((ids[line.target], line.quantity, ZERO) for line in lines)
    change_positions(
        positions,
        (
            ((line.site_id, line.item_id), (line.quantity if line.status == "available" else ZERO, ZERO, ZERO))
            for line in lines
        ),
    )
    write_moves(ctx, "adjustment", [_move(change, known.virtual["adjustment"]) for change in changes])
    book(ctx, "adjustment", "Stock adjustment", values, pools)


def _move(change: Change, place: int) -> NewMove:
    line = change.line
    gone = line.quantity < 0
    return NewMove(
        item_id=line.item_id,
        lot_id=line.lot_id,
        quantity=abs(line.quantity),
        from_location_id=line.location_id if gone else place,
        to_location_id=place if gone else line.location_id,
        from_status=line.status,
        to_status=line.status,
        source=(KIND, change.document_id),
    )
