"""Expected arrivals: announced, moved, received. What hangs on them follows, and nobody is moved in silence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.public import sites
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.modules.catalog.public import items
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.rebalance import lock_waiting, rebalance
from throughline.modules.inventory.locks import LockedSupply
from throughline.modules.inventory.models import Position, Supply
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class NewSupply:
    """An expected arrival as it now stands: what is still open of it, when it is due, what a stock unit of it costs.

    A cost that is not told stays as it was told before.
    """

    ref_kind: str
    ref_id: int
    label: str
    site_id: int
    item_id: int
    due_on: date
    quantity: Decimal
    unit_cost: Decimal | None = None


@act
def expect(ctx: Ctx, supplies: Sequence[NewSupply]) -> None:
    """Make supplies known or bring them up to date, and fit the promises on them; who is moved is announced."""
    _check(ctx, supplies)
    keys = {(supply.site_id, supply.item_id) for supply in supplies}
    demands = lock_waiting(ctx, keys)
    hit = _give_up(ctx, supplies)
    written = rows(
        """INSERT INTO inventory_supply AS s
             (company_id, pegged, ref_kind, ref_id, label, site_id, item_id, due_on, quantity, unit_cost)
           SELECT %s, 0, u.* FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[],
                                         %s::date[], %s::numeric[], %s::numeric[]) AS u
           ON CONFLICT (company_id, ref_kind, ref_id)
           DO UPDATE SET due_on = excluded.due_on, quantity = excluded.quantity,
               pegged = CASE WHEN excluded.quantity < s.pegged THEN 0 ELSE s.pegged END,
               unit_cost = coalesce(excluded.unit_cost, s.unit_cost)
           WHERE s.item_id = excluded.item_id AND s.site_id = excluded.site_id RETURNING s.ref_kind, s.ref_id""",
        [
            ctx.company_id,
            *([getattr(s, f) for s in supplies] for f in ("ref_kind", "ref_id", "label", "site_id", "item_id")),
            [s.due_on for s in supplies],
            [s.quantity for s in supplies],
            [s.unit_cost for s in supplies],
        ],
    )
    _check_kept(supplies, {(kind, ref) for kind, ref in written})
    rebalance(ctx, keys, demands, "supply moved", hit)
    sum_incoming(ctx, keys)


def _check_kept(supplies: Sequence[NewSupply], written: set[tuple[str, int]]) -> None:
    """Refuse to make a supply one of another item or site: what waits for it would wait for nothing."""
    for supply in supplies:
        if (supply.ref_kind, supply.ref_id) not in written:
            raise RuleViolation(
                "supply_of_another",
                f"{supply.label} is expected of another item or at another site; set it to 0 there and announce this "
                "one by a number of its own.",
                ref_id=supply.ref_id,
            )


def _give_up(ctx: Ctx, supplies: Sequence[NewSupply]) -> set[int]:
    """Let go of promises on supplies that shrink below what is pegged, and give whose; the rebalance promises anew."""
    gone = rows(
        """UPDATE inventory_promise p SET source = 'none', supply_id = NULL, expected_on = NULL
           FROM inventory_supply s JOIN unnest(%s::text[], %s::bigint[], %s::numeric[]) AS u(ref_kind, ref_id, quantity)
             ON u.ref_kind = s.ref_kind AND u.ref_id = s.ref_id
           WHERE s.company_id = %s AND u.quantity < s.pegged AND p.company_id = s.company_id AND p.supply_id = s.id
           RETURNING p.demand_id""",
        [
            [supply.ref_kind for supply in supplies],
            [supply.ref_id for supply in supplies],
            [supply.quantity for supply in supplies],
            ctx.company_id,
        ],
    )
    return {demand for (demand,) in gone}


def _check(ctx: Ctx, supplies: Sequence[NewSupply]) -> None:
    known, goods = sites(ctx), items({supply.item_id for supply in supplies})
    for supply in supplies:
        if supply.item_id not in goods:
            raise NotFound("item_unknown", f"There is no item {supply.item_id}.", field="item_id")
        if supply.site_id not in known:
            raise NotFound("site_unknown", f"There is no site {supply.site_id} in this company.", field="site_id")
        if supply.quantity < 0:
            raise InvalidInput("quantity_negative", "What is expected is zero or more.", field="quantity")
        if supply.unit_cost is not None and not 0 <= supply.unit_cost < 10**12:
            raise InvalidInput("cost_wrong", "What goods cost is zero or more; leave it empty.", field="unit_cost")
    if len({(supply.ref_kind, supply.ref_id) for supply in supplies}) < len(supplies):
        raise InvalidInput("supply_twice", "A supply stands on several lines; name it once.", field="ref_id")


@dataclass(frozen=True, slots=True)
class SupplyArrived:
    """What arrived of a supply, of which item and where."""

    ref_id: int
    site_id: int
    item_id: int
    quantity: Decimal


@act
def lock_supplies(ctx: Ctx, ref_kind: str, ref_ids: Iterable[int]) -> dict[int, LockedSupply]:
    """Lock supplies by the documents behind them, by document id; the demands pegged are locked already."""
    return locks.supplies(ctx, ref_kind, ref_ids)


@act
def consume(ctx: Ctx, supplies: Mapping[int, LockedSupply], goods: Sequence[SupplyArrived]) -> set[int]:
    """Take what arrived off locked supplies of one kind, giving up what was pegged on it; give whose, for the
    receipt's rebalance.

    The demands pegged must be locked already (`lock_waiting`). More than was expected may arrive, but not another item.
    """
    arrived: dict[int, Decimal] = {}
    for one in goods:
        check_arrived(one, supplies.get(one.ref_id))
        arrived[one.ref_id] = arrived.get(one.ref_id, ZERO) + one.quantity
    hit_by = [supplies[number] for number in arrived]
    short = {s.id: s.pegged - max(s.quantity - arrived[s.ref_id], ZERO) for s in hit_by}
    hit = rows(
        """UPDATE inventory_promise SET source = 'none', supply_id = NULL, expected_on = NULL
           WHERE company_id = %s AND supply_id = ANY(%s) RETURNING demand_id""",
        [ctx.company_id, [number for number, gone in short.items() if gone > 0]],
    )
    records = [(s.id, max(s.quantity - arrived[s.ref_id], ZERO), ZERO if short[s.id] > 0 else s.pegged) for s in hit_by]
    writes.update(Supply, "id", ("quantity", "pegged"), records)
    return {demand for (demand,) in hit}


def check_arrived(one: SupplyArrived, supply: LockedSupply | None) -> None:
    """Refuse to take goods off a supply that is not there, or is expected of another item or elsewhere."""
    if supply is None:
        told = f"Nothing is expected by the number {one.ref_id}; correct it, or receive the goods without a supply."
        raise NotFound("supply_unknown", told, field="supply")
    if (supply.item_id, supply.site_id) != (one.item_id, one.site_id):
        raise RuleViolation(
            "supply_of_another",
            f"{supply.label} is expected of another item or at another site; receive these goods without it.",
            field="supply",
        )


@act
def sum_incoming(ctx: Ctx, keys: set[tuple[int, int]]) -> None:
    """Bring what is incoming to positions up to date."""
    positions = locks.positions(ctx, keys)
    found = rows(
        """SELECT site_id, item_id, sum(quantity) FROM inventory_supply
           WHERE company_id = %s AND item_id = ANY(%s) AND quantity > 0 GROUP BY site_id, item_id""",
        [ctx.company_id, [item for _, item in keys]],
    )
    sums = {(site, item): quantity for site, item, quantity in found}
    records = [(position.id, sums.get(key, ZERO)) for key, position in positions.items()]
    writes.update(Position, "id", ("incoming",), records)
