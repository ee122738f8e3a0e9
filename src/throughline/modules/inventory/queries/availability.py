"""What is there, what is claimed, what can still be promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

Key = tuple[int, int]


class Arriving(Protocol):
    """A supply as promising sees it."""

    @property
    def id(self) -> int: ...
    @property
    def site_id(self) -> int: ...
    @property
    def item_id(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def pegged(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class SupplyFacts:
    """An open supply."""

    id: int
    site_id: int
    item_id: int
    label: str
    due_on: date
    quantity: Decimal
    pegged: Decimal


@dataclass(frozen=True, slots=True)
class Availability:
    """The position of an item at a site, in its stock unit: free is promisable less promised less allocated."""

    site_id: int
    item_id: int
    promisable: Decimal
    promised: Decimal
    allocated: Decimal
    incoming: Decimal
    free: Decimal


def availability(ctx: Ctx, site_id: int, items: Iterable[int] | None = None) -> dict[int, Availability]:
    """Give the availability of some or all items at a site, by item; one statement."""
    found = select(
        Availability,
        """SELECT site_id, item_id, promisable, promised, allocated, incoming, promisable - promised - allocated
           FROM inventory_position WHERE company_id = %s AND site_id = %s
             AND (%s::bigint[] IS NULL OR item_id = ANY(%s))""",
        [ctx.company_id, site_id, *([None, None] if items is None else [list(items)] * 2)],
    )
    return {row.item_id: row for row in found}


def free_and_supplies(ctx: Ctx, keys: Sequence[Key]) -> tuple[dict[Key, Decimal], list[SupplyFacts]]:
    """Give what is free of (site, item) pairs and their open supplies by date, locking nothing."""
    arrays = [[key[0] for key in keys], [key[1] for key in keys]]
    free = rows(
        """SELECT p.site_id, p.item_id, p.promisable - p.promised - p.allocated FROM inventory_position p
           JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = p.site_id AND k.item_id = p.item_id WHERE p.company_id = %s""",
        [*arrays, ctx.company_id],
    )
    supplies = select(
        SupplyFacts,
        """SELECT s.id, s.site_id, s.item_id, s.label, s.due_on, s.quantity, s.pegged FROM inventory_supply s
           JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = s.site_id AND k.item_id = s.item_id
           WHERE s.company_id = %s AND s.quantity > s.pegged ORDER BY s.due_on, s.id""",
        [*arrays, ctx.company_id],
    )
    return {(site, item): quantity for site, item, quantity in free}, supplies


def average_costs(ctx: Ctx, items: Iterable[int]) -> dict[int, Decimal]:
    """Give the moving average cost per stock unit of items (6 decimals); items never received have none."""
    found = rows(
        """SELECT item_id, round(value / quantity, 6) FROM inventory_value_pool
           WHERE company_id = %s AND item_id = ANY(%s) AND kind = 'stock' AND site_id IS NULL AND quantity > 0""",
        [ctx.company_id, list(set(items))],
    )
    return dict(found)


@dataclass(frozen=True, slots=True)
class BalanceFacts:
    """A balance with its place and lot, for stock screens."""

    id: int
    site_id: int
    location_code: str
    location_kind: str
    item_id: int
    lot_code: str | None
    expires_on: date | None
    status: str
    on_hand: Decimal
    reserved: Decimal


def balances_of(ctx: Ctx, item_id: int) -> list[BalanceFacts]:
    """List where an item lies."""
    return select(
        BalanceFacts,
        """SELECT b.id, b.site_id, l.code, l.kind, b.item_id, t.code, t.expires_on, b.status, b.on_hand, b.reserved
           FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.company_id = %s AND b.item_id = %s AND b.on_hand <> 0
           ORDER BY b.site_id, l.kind, l.pick_sequence, l.code""",
        [ctx.company_id, item_id],
    )


@dataclass(frozen=True, slots=True)
class BalancePlace:
    """What a balance is of and where, and how much of it nobody has claimed."""

    id: int
    site_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    status: str
    received_on: date
    free: Decimal


def balances_by_id(ctx: Ctx, ids: Iterable[int]) -> dict[int, BalancePlace]:
    """Give balances by id."""
    found = select(
        BalancePlace,
        """SELECT id, site_id, location_id, item_id, lot_id, status, received_on, on_hand - reserved
           FROM inventory_balance WHERE company_id = %s AND id = ANY(%s)""",
        [ctx.company_id, list(ids)],
    )
    return {balance.id: balance for balance in found}
