"""Bringing promises in line with stock and supplies after either changed, and telling whom it moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.lead_times import lead_times_of
from throughline.modules.inventory.acts.promise import arrivals, write_promises
from throughline.modules.inventory.domain.promising import Piece
from throughline.modules.inventory.domain.rebalancing import Waiting, differs, losing, refit
from throughline.modules.inventory.events import PromisesMoved
from throughline.modules.inventory.locks import Key, LockedDemand, LockedPosition, LockedSupply
from throughline.modules.inventory.models import Position, Promise, Supply
from throughline.modules.inventory.queries.lasting import lasting
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    demand_id: int
    source: str
    supply_id: int | None
    quantity: Decimal
    expected_on: date | None
    why: dict[str, Any] | None


@act
def lock_waiting(ctx: Ctx, keys: Iterable[Key], also: Iterable[int] = ()) -> dict[int, LockedDemand]:
    """Lock the demands that are promised something of (site, item) pairs, and the pairs' supplies and positions.

    The first thing that whoever changes stock or supplies does, so that `rebalance` may follow. `also` names demands
    whose allocations will change.
    """
    wanted = sorted(set(keys))
    found = rows(
        """SELECT d.id FROM inventory_demand d
           JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = d.site_id AND k.item_id = d.item_id
           WHERE d.company_id = %s
             AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued""",
        [[key[0] for key in wanted], [key[1] for key in wanted], ctx.company_id],
    )
    ids = {row[0] for row in found} | set(also)
    demands = locks.demands(ctx, ids) if ids else {}
    locks.positions(ctx, wanted)
    locks.supplies_of(ctx, wanted)
    return demands


@act
def rebalance(
    ctx: Ctx, keys: Iterable[Key], demands: Mapping[int, LockedDemand], cause: str, hit: Iterable[int] = ()
) -> None:
    """Fit the promises of locked demands to the stock and supplies of their positions; eight statements, nine where
    goods must keep, up to three more where somebody loses what he waits for.

    Who is promised from stock keeps it, first in line first; what is free serves who waits. Moved promises, and those
    of demands `hit` by what came before, are announced by the documents behind them: nothing changes in silence. Who
    loses his goods and gets no others is dated as a new promise would be, by the lead time of policy.
    """
    wanted = sorted(set(keys))
    positions = locks.positions(ctx, wanted)
    supplies = locks.supplies_of(ctx, wanted)
    before = _promises(ctx, demands)
    fixed = _others(positions, before, demands)
    waiting = [_waiting(demands[number], found) for number, found in before.items()]
    stock = {key: p.promisable - p.allocated - fixed.get(key, ZERO) for key, p in positions.items()}
    asking = {w.key for w in waiting if w.keeps_until}
    open_ = arrivals(ctx, _unpegged(supplies, before))
    keeping = lasting(ctx, asking, without=list(demands))
    after = refit(waiting, stock, open_, ctx.today, keeping)
    hit = set(hit)
    lost = losing(waiting, after, hit)
    leads = lead_times_of(ctx, [demands[number] for number in lost], positions) if lost else {}
    if leads:
        after = refit(waiting, stock, open_, ctx.today, keeping, leads)
    moved = [w for w in waiting if differs(w.pieces, after[w.demand_id])]
    if moved:
        _rewrite(ctx, moved, before, after)
        _sums(positions, fixed, supplies, {w.demand_id: (w.key, after[w.demand_id]) for w in waiting})
    _announce(ctx, {w.demand_id for w in moved} | hit, demands, cause)


def _announce(ctx: Ctx, ids: set[int], demands: Mapping[int, LockedDemand], cause: str) -> None:
    by_kind: dict[str, list[int]] = {}
    for number in sorted(ids):
        by_kind.setdefault(demands[number].ref_kind, []).append(demands[number].ref_id)
    for kind, refs in by_kind.items():
        for chunk in chunks(refs):
            announce(ctx, PromisesMoved(kind, chunk, cause))


def _promises(ctx: Ctx, demands: Mapping[int, LockedDemand]) -> dict[int, list[_Row]]:
    found = rows(
        """SELECT id, demand_id, source, supply_id, quantity, expected_on,
                  CASE WHEN source = 'none' THEN why END FROM inventory_promise
           WHERE company_id = %s AND demand_id = ANY(%s) ORDER BY id""",
        [ctx.company_id, list(demands)],
    )
    by_demand: dict[int, list[_Row]] = {}
    for row in found:
        by_demand.setdefault(row[1], []).append(_Row(*row))
    return by_demand


def _others(
    positions: Mapping[Key, LockedPosition], before: Mapping[int, list[_Row]], demands: Mapping[int, LockedDemand]
) -> dict[Key, Decimal]:
    """Give what stock is promised to demands that came in between and are not locked: it is left to them."""
    ours: dict[Key, Decimal] = {}
    for number, found in before.items():
        key = demands[number].key
        ours[key] = ours.get(key, ZERO) + sum((row.quantity for row in found if row.source == "stock"), ZERO)
    return {key: position.promised - ours.get(key, ZERO) for key, position in positions.items()}


def _waiting(demand: LockedDemand, found: list[_Row]) -> Waiting:
    pieces = tuple(Piece(row.source, row.quantity, row.expected_on, row.supply_id, row.why or {}) for row in found)
    order = (demand.rank, demand.due_on, demand.id)
    return Waiting(demand.id, demand.key, demand.due_on, demand.ship_complete, order, pieces, demand.keeps_until)


def _unpegged(supplies: Iterable[LockedSupply], before: Mapping[int, list[_Row]]) -> list[LockedSupply]:
    """Give supplies with what the locked demands pegged on them free again."""
    pegged: dict[int, Decimal] = {}
    for found in before.values():
        for row in found:
            if row.supply_id is not None:
                pegged[row.supply_id] = pegged.get(row.supply_id, ZERO) + row.quantity
    return [
        LockedSupply(
            s.id,
            s.site_id,
            s.item_id,
            s.ref_kind,
            s.ref_id,
            s.label,
            s.due_on,
            s.quantity,
            s.pegged - pegged.get(s.id, ZERO),
        )
        for s in supplies
    ]


def _rewrite(
    ctx: Ctx, moved: Iterable[Waiting], before: Mapping[int, list[_Row]], after: Mapping[int, list[Piece]]
) -> None:
    ids = [demand.demand_id for demand in moved]
    writes.delete(Promise, [row.id for number in ids for row in before[number]])
    write_promises(ctx, [(number, piece) for number in ids for piece in after[number]])


def _sums(
    positions: Mapping[Key, LockedPosition],
    fixed: Mapping[Key, Decimal],
    supplies: Iterable[LockedSupply],
    after: Mapping[int, tuple[Key, list[Piece]]],
) -> None:
    promised = dict(fixed)
    known = {supply.id: supply for supply in supplies}
    pegged = {number: ZERO for number in known}
    for key, pieces in after.values():
        for piece in pieces:
            if piece.source == "stock":
                promised[key] = promised.get(key, ZERO) + piece.quantity
            elif piece.supply_id is not None:
                pegged[piece.supply_id] += piece.quantity
    writes.update(Position, "id", ("promised",), [(positions[key].id, sum_) for key, sum_ in promised.items()])
    writes.update(Supply, "id", ("pegged",), sorted(pegged.items()))
