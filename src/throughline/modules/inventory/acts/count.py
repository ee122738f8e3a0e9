"""Settling counts of bins: what was blocked as missing and is there is free again, the rest becomes an adjustment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.adjust import Adjustment
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.pick import allocations_on
from throughline.modules.inventory.acts.positions import BalanceKey, balance_ids, change_balances, change_positions
from throughline.modules.inventory.acts.propose import Entered, enter
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.domain.counting import Settled, settle
from throughline.modules.inventory.queries.adjustments import WaitingLine, waiting_at
from throughline.platform.operations import Ctx, Outcomes, act

MISSED = "blocked"


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """All that lies of an item and lot at a place, available or blocked; `missed` is what short picks did not find."""

    site_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    counted: Decimal
    missed: Decimal = ZERO

    def target(self, status: str) -> BalanceKey:
        """Give the balance of a status there."""
        return (self.site_id, self.location_id, self.item_id, self.lot_id, status)


@act
def settle_counts(ctx: Ctx, counts: Sequence[CountedPlace], reason: str) -> Outcomes:
    """Book what was counted; statements do not grow with places. The outcome is the adjustment, booked or waiting.

    What short picks missed and is there is available at once, for who waits; what is blocked for another cause stays
    blocked. What is gone or too much is an adjustment under the same policy as any other: worth more than its limit, it
    waits for another person.
    """
    _check(counts)
    targets = [count.target(status) for count in counts for status in ("available", MISSED)]
    waiting = waiting_at(ctx, targets)
    if waiting:
        locks.adjustments(ctx, {line.adjustment_id for line in waiting})
    ids = balance_ids(ctx, targets, ctx.today)
    keys = {(count.site_id, count.item_id) for count in counts}
    demands = lock_waiting(ctx, keys, {claim.demand_id for claim in allocations_on(ctx, list(ids.values()))})
    balances = locks.balances(ctx, ids.values())
    booked = {target: balances[ids[target]].on_hand for target in targets}
    counts = _with_lost(counts, waiting)
    settled = [settle(c.counted, booked[c.target("available")], booked[c.target(MISSED)], c.missed) for c in counts]
    found = [(count, one.found) for count, one in zip(counts, settled, strict=True) if one.found]
    if found:
        _free(ctx, found, ids)
        rebalance(ctx, {(count.site_id, count.item_id) for count, _ in found}, demands, "counted")
    return enter(ctx, _entered(counts, settled, booked), reason)


def _check(counts: Sequence[CountedPlace]) -> None:
    if len({count.target("") for count in counts}) < len(counts):
        raise InvalidInput("place_twice", "A place stands on several lines; add them up.", field="counts")
    if any(count.counted < 0 for count in counts):
        raise InvalidInput("count_negative", "Nobody counts less than nothing.", field="counted")


def _with_lost(counts: Sequence[CountedPlace], waiting: Sequence[WaitingLine]) -> list[CountedPlace]:
    """Take for missed what an earlier count, which waits and is void now, did not find either."""
    lost: dict[BalanceKey, Decimal] = {}
    for line in waiting:
        lost[line.target] = lost.get(line.target, ZERO) - min(line.quantity, ZERO)
    return [replace(count, missed=count.missed + lost.get(count.target(MISSED), ZERO)) for count in counts]


def _free(ctx: Ctx, found: Sequence[tuple[CountedPlace, Decimal]], ids: Mapping[BalanceKey, int]) -> None:
    """Make available what was blocked and is there."""
    change_balances(
        change
        for count, amount in found
        for change in ((ids[count.target(MISSED)], -amount, ZERO), (ids[count.target("available")], amount, ZERO))
    )
    positions = locks.positions(ctx, {(count.site_id, count.item_id) for count, _ in found})
    change_positions(positions, (((c.site_id, c.item_id), (amount, ZERO, ZERO)) for c, amount in found))
    source = ("inventory.count", ctx.running().operation_id)
    write_moves(
        ctx,
        "status",
        [
            NewMove(
                item_id=count.item_id,
                lot_id=count.lot_id,
                quantity=amount,
                from_location_id=count.location_id,
                to_location_id=count.location_id,
                from_status=MISSED,
                to_status="available",
                source=source,
            )
            for count, amount in found
        ],
    )


def _entered(
    counts: Sequence[CountedPlace], settled: Sequence[Settled], booked: Mapping[BalanceKey, Decimal]
) -> list[Entered]:
    """Give the lines of the adjustment: one a place, and one for what was blocked there and is lost."""
    lines = []
    for count, one in zip(counts, settled, strict=True):
        there = booked[count.target("available")] + one.found
        lines.append(Entered(_line(count, "available", one.available), there, there + one.available))
        if one.blocked:
            left = booked[count.target(MISSED)] - one.found
            lines.append(Entered(_line(count, MISSED, one.blocked), left, left + one.blocked))
    return lines


def _line(count: CountedPlace, status: str, change: Decimal) -> Adjustment:
    return Adjustment(count.site_id, count.location_id, count.item_id, change, count.lot_id, status)
