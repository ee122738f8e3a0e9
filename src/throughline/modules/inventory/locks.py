"""Locking rows of inventory, always in one order: adjustment, demand, issue, position, supply, balance, value pool.

Each function locks in one statement and gives the locked rows as they then are. Whatever must be summed over other
rows is read in a later statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LockedDemand:
    """A demand as locked."""

    id: int
    site_id: int
    item_id: int
    ref_kind: str
    ref_id: int
    thread_id: int | None
    party_id: int | None
    ship_to_id: int | None
    group_id: int | None
    rank: int
    due_on: date
    ship_complete: bool
    keeps_until: date | None
    service_class: str
    quantity: Decimal
    cancelled: Decimal
    allocated: Decimal
    picked: Decimal
    issued: Decimal

    @property
    def key(self) -> Key:
        """Site and item."""
        return (self.site_id, self.item_id)

    @property
    def open(self) -> Decimal:
        """What is neither cancelled nor allocated nor gone: covered by promises."""
        return self.quantity - self.cancelled - self.allocated - self.issued


@dataclass(frozen=True, slots=True)
class SiteHours:
    """Until when today counts at a site, at its own time, and how many days handling takes."""

    timezone: str
    cut_off: time | None
    handling_days: int


@dataclass(frozen=True, slots=True)
class LockedPosition:
    """A position as locked."""

    id: int
    site_id: int
    item_id: int
    promisable: Decimal
    promised: Decimal
    allocated: Decimal
    incoming: Decimal
    hours: SiteHours

    @property
    def free(self) -> Decimal:
        """What is promised or allocated to nobody."""
        return self.promisable - self.promised - self.allocated


@dataclass(frozen=True, slots=True)
class LockedSupply:
    """A supply as locked."""

    id: int
    site_id: int
    item_id: int
    ref_kind: str
    ref_id: int
    label: str
    due_on: date
    quantity: Decimal
    pegged: Decimal


@dataclass(frozen=True, slots=True)
class LockedBalance:
    """A balance as locked, with what its place and lot say of it."""

    id: int
    site_id: int
    location_id: int
    location_kind: str
    item_id: int
    lot_id: int | None
    expires_on: date | None
    status: str
    on_hand: Decimal
    reserved: Decimal
    received_on: date
    pick_sequence: int

    @property
    def key(self) -> Key:
        """Site and item."""
        return (self.site_id, self.item_id)


@dataclass(frozen=True, slots=True)
class LockedPool:
    """A value pool as locked."""

    id: int
    item_id: int
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class LockedIssue:
    """An issue as locked."""

    id: int
    item_id: int
    site_id: int
    demand_id: int | None
    thread_id: int | None
    ref_kind: str
    ref_id: int
    lot_id: int | None
    is_deferred: bool
    quantity: Decimal
    value: Decimal
    delivered: Decimal
    refused: Decimal
    returned: Decimal
    value_back: Decimal
    lost: Decimal
    value_lost: Decimal
    recognised: Decimal
    value_recognised: Decimal

    @property
    def outbound(self) -> Decimal:
        """What is neither delivered nor back nor lost."""
        return self.quantity - self.delivered - self.refused - self.lost


_DEMAND = """SELECT id, site_id, item_id, ref_kind, ref_id, thread_id, party_id, ship_to_id, group_id, rank, due_on,
    ship_complete, keeps_until, service_class, quantity, quantity_cancelled, quantity_allocated, quantity_picked,
    quantity_issued
    FROM inventory_demand WHERE company_id = %s AND {} ORDER BY id FOR NO KEY UPDATE"""


def demands(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedDemand]:
    """Lock demands by id."""
    wanted = sorted(set(ids))
    found = demands_there(ctx, wanted)
    if len(found) != len(wanted):
        raise NotFound("demand_unknown", "Some of the demands are not there.", demands=wanted)
    return found


def demands_there(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedDemand]:
    """Lock demands by id; one that is not there is not among them."""
    found = select(LockedDemand, _DEMAND.format("id = ANY(%s)"), [ctx.company_id, sorted(set(ids))])
    return {demand.id: demand for demand in found}


def supplies_of(ctx: Ctx, keys: Sequence[Key]) -> list[LockedSupply]:
    """Lock the open supplies of (site, item) pairs, by date."""
    found = select(
        LockedSupply,
        """SELECT s.id, s.site_id, s.item_id, s.ref_kind, s.ref_id, s.label, s.due_on, s.quantity, s.pegged
           FROM inventory_supply s JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = s.site_id AND k.item_id = s.item_id
           WHERE s.company_id = %s AND s.quantity > 0 ORDER BY s.id FOR NO KEY UPDATE OF s""",
        [[key[0] for key in keys], [key[1] for key in keys], ctx.company_id],
    )
    return sorted(found, key=lambda supply: (supply.due_on, supply.id))


def supplies(ctx: Ctx, ref_kind: str, ref_ids: Iterable[int]) -> dict[int, LockedSupply]:
    """Lock supplies by the documents behind them, by document id."""
    found = select(
        LockedSupply,
        """SELECT id, site_id, item_id, ref_kind, ref_id, label, due_on, quantity, pegged FROM inventory_supply
           WHERE company_id = %s AND ref_kind = %s AND ref_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, ref_kind, sorted(set(ref_ids))],
    )
    return {supply.ref_id: supply for supply in found}


def positions(ctx: Ctx, keys: Iterable[Key]) -> dict[Key, LockedPosition]:
    """Lock positions of (site, item) pairs, making those that are not there yet."""
    wanted = sorted(set(keys))
    found = _positions(ctx, wanted)
    if len(found) < len(wanted):
        execute(
            """INSERT INTO inventory_position (company_id, site_id, item_id, promisable, promised, allocated, incoming)
               SELECT %s, u.site_id, u.item_id, 0, 0, 0, 0 FROM unnest(%s::bigint[], %s::bigint[])
               AS u(site_id, item_id) ON CONFLICT (company_id, site_id, item_id) DO NOTHING""",
            [ctx.company_id, [key[0] for key in wanted], [key[1] for key in wanted]],
        )
        found = _positions(ctx, wanted)
    return {(position.site_id, position.item_id): position for position in found}


def _positions(ctx: Ctx, keys: Sequence[Key]) -> list[LockedPosition]:
    found = rows(
        """SELECT p.id, p.site_id, p.item_id, p.promisable, p.promised, p.allocated, p.incoming, s.timezone, s.cut_off,
                  s.dispatch_days
           FROM inventory_position p JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = p.site_id AND k.item_id = p.item_id JOIN governance_site s ON s.id = p.site_id
           WHERE p.company_id = %s ORDER BY p.id FOR NO KEY UPDATE OF p""",
        [[key[0] for key in keys], [key[1] for key in keys], ctx.company_id],
    )
    return [
        LockedPosition(number, site, item, promisable, promised, allocated, incoming, SiteHours(*hours))
        for number, site, item, promisable, promised, allocated, incoming, *hours in found
    ]


_BALANCE = """SELECT b.id, b.site_id, b.location_id, l.kind, b.item_id, b.lot_id, t.expires_on, b.status, b.on_hand,
    b.reserved, b.received_on, l.pick_sequence FROM inventory_balance b
    JOIN inventory_location l ON l.id = b.location_id LEFT JOIN inventory_lot t ON t.id = b.lot_id"""


def pickable_balances(ctx: Ctx, keys: Sequence[Key]) -> list[LockedBalance]:
    """Lock the balances of (site, item) pairs from which one may pick and of which something is unclaimed."""
    return select(
        LockedBalance,
        _BALANCE
        + """ JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = b.site_id AND k.item_id = b.item_id
           WHERE b.company_id = %s AND b.status = 'available' AND b.owner_id IS NULL AND b.on_hand > b.reserved
             AND l.is_pickable AND l.kind = 'bin' ORDER BY b.id FOR NO KEY UPDATE OF b""",
        [[key[0] for key in keys], [key[1] for key in keys], ctx.company_id],
    )


def balances_in(ctx: Ctx, keys: Sequence[Key], location_ids: Iterable[int]) -> list[LockedBalance]:
    """Lock what is available and unclaimed of (site, item) pairs at some places, pickable or not."""
    return select(
        LockedBalance,
        _BALANCE
        + """ JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = b.site_id AND k.item_id = b.item_id
           WHERE b.company_id = %s AND b.status = 'available' AND b.owner_id IS NULL AND b.on_hand > b.reserved
             AND b.location_id = ANY(%s) ORDER BY b.id FOR NO KEY UPDATE OF b""",
        [[key[0] for key in keys], [key[1] for key in keys], ctx.company_id, sorted(location_ids)],
    )


def balances(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedBalance]:
    """Lock balances by id."""
    found = select(
        LockedBalance,
        _BALANCE + " WHERE b.company_id = %s AND b.id = ANY(%s) ORDER BY b.id FOR NO KEY UPDATE OF b",
        [ctx.company_id, sorted(set(ids))],
    )
    return {balance.id: balance for balance in found}


@dataclass(frozen=True, slots=True)
class AllocationFacts:
    """An allocation with the balance it stands on."""

    id: int
    demand_id: int
    quantity: Decimal
    is_picked: bool
    is_cancelled: bool
    balance_id: int
    site_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    status: str
    received_on: date


ALLOCATIONS = """SELECT a.id, a.demand_id, a.quantity, a.is_picked, a.is_cancelled, b.id, b.site_id, b.location_id,
    b.item_id, b.lot_id, b.status, b.received_on
    FROM inventory_allocation a JOIN inventory_balance b ON b.id = a.balance_id
    WHERE a.company_id = %s AND {}"""


def picked_goods(ctx: Ctx, demand_ids: Iterable[int]) -> list[AllocationFacts]:
    """Lock the balances on which picked goods of locked demands stand, and give their allocations.

    One statement is enough: allocations change only while their demand is locked.
    """
    condition = "a.demand_id = ANY(%s) AND a.is_picked AND NOT a.is_cancelled"
    found = select(
        AllocationFacts,
        ALLOCATIONS.format(condition) + " ORDER BY b.id, a.id FOR NO KEY UPDATE OF b",
        [ctx.company_id, sorted(set(demand_ids))],
    )
    return sorted(found, key=lambda allocation: allocation.id)


def pools(ctx: Ctx, items: Iterable[int]) -> dict[int, LockedPool]:
    """Lock the stock pools of items, making those that are not there yet."""
    wanted = sorted(set(items))
    found = _pools(ctx, wanted)
    if len(found) < len(wanted):
        execute(
            """INSERT INTO inventory_value_pool (company_id, item_id, kind, quantity, value)
               SELECT %s, u.item_id, 'stock', 0, 0 FROM unnest(%s::bigint[]) AS u(item_id)
               ON CONFLICT (company_id, item_id, site_id, kind, case_id) DO NOTHING""",
            [ctx.company_id, wanted],
        )
        found = _pools(ctx, wanted)
    return {pool.item_id: pool for pool in found}


def _pools(ctx: Ctx, items: Sequence[int]) -> list[LockedPool]:
    return select(
        LockedPool,
        """SELECT id, item_id, quantity, value FROM inventory_value_pool
           WHERE company_id = %s AND item_id = ANY(%s) AND site_id IS NULL AND kind = 'stock' AND case_id IS NULL
           ORDER BY item_id FOR NO KEY UPDATE""",
        [ctx.company_id, list(items)],
    )


def issues(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedIssue]:
    """Lock issues by id."""
    wanted = sorted(set(ids))
    found = select(
        LockedIssue,
        """SELECT id, item_id, site_id, demand_id, thread_id, ref_kind, ref_id, lot_id, is_deferred, quantity, value,
                  quantity_delivered, quantity_refused, quantity_returned, value_back, quantity_lost,
                  value_lost, quantity_recognised, value_recognised
           FROM inventory_issue WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, wanted],
    )
    if len(found) != len(wanted):
        raise NotFound("issue_unknown", "Some of the goods issues are not there.", issues=wanted)
    return {issue.id: issue for issue in found}


@dataclass(frozen=True, slots=True)
class LockedAdjustment:
    """An adjustment as locked."""

    id: int
    state: str
    against: str
    value: Decimal
    asked_by: int


def adjustments(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedAdjustment]:
    """Lock adjustments by id; their lines change only while they are locked. One not there is not among them."""
    found = select(
        LockedAdjustment,
        """SELECT id, state, against, value, asked_by FROM inventory_adjustment
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, sorted(set(ids))],
    )
    return {one.id: one for one in found}
