"""What programs ask of stock: what can be promised, where it lies, who waits for it, what is claimed for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.public import sites
from throughline.modules.inventory.permissions import READ
from throughline.modules.inventory.queries.availability import (
    Availability,
    BalanceFacts,
    availability,
    average_costs,
    balances_of,
)
from throughline.modules.inventory.queries.claims import DemandFacts, demands_by_id, demands_of, open_demands
from throughline.modules.inventory.queries.explain import (
    AllocatedFacts,
    PromiseFacts,
    SupplyShown,
    allocated_of,
    promises_of,
    supplies_of,
)
from throughline.modules.inventory.queries.issued import lots_out
from throughline.modules.inventory.queries.ledger import LotRow, MoveRow, lot_page, move_page
from throughline.modules.inventory.queries.places import places_by_code
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class IssuedLot:
    """What left of one lot on a goods issue and is not known to be back or lost."""

    issue_id: int
    lot: str
    quantity: Decimal


@read("inventory.lots_out", permission=READ)
def out(ctx: Ctx, *, issue_ids: Sequence[int]) -> list[IssuedLot]:
    """List the lots that left on goods issues (of shipment lines) and can come back; empty for goods without a lot."""
    found = lots_out(ctx, issue_ids)
    return [IssuedLot(number, one.code, one.quantity) for number, lots in found.items() for one in lots]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a site, by the code that stands on it."""

    id: int
    code: str


@dataclass(frozen=True, slots=True)
class Cost:
    """The moving average cost of an item, per stock unit."""

    item_id: int
    unit_cost: Decimal


@read("inventory.availability", permission=READ)
def positions(ctx: Ctx, *, site_id: int, item_ids: Sequence[int] | None = None) -> list[Availability]:
    """Say what of some or all items can be promised at a site: free is promisable less promised less allocated."""
    return list(availability(ctx, site_id, item_ids).values())


@read("inventory.balances", permission=READ)
def balances(ctx: Ctx, *, item_id: int) -> list[BalanceFacts]:
    """Say where an item lies: by bin, lot and status, with what is reserved."""
    return balances_of(ctx, item_id)


@read("inventory.supplies", permission=READ)
def supplies(ctx: Ctx, *, item_id: int, limit: Limit = 50) -> list[SupplyShown]:
    """Say what is expected of an item, by date."""
    return supplies_of(ctx, item_id, limit)


@read("inventory.places", permission=READ)
def places(ctx: Ctx, *, site_id: int) -> list[Place]:
    """Give the places of a site: docks, stages and bins."""
    known = places_by_code(ctx, site_id) if site_id in sites(ctx) else {}
    return [Place(number, code) for code, number in sorted(known.items())]


@read("inventory.costs", permission="inventory.cost.read")
def costs(ctx: Ctx, *, item_ids: Sequence[int]) -> list[Cost]:
    """Give the moving average cost of items; items never received have none."""
    return [Cost(item, cost) for item, cost in average_costs(ctx, item_ids).items()]


@read("inventory.demands", permission=READ)
def demands(
    ctx: Ctx, *, ids: Sequence[int] = (), ref_kind: str = "sales.order_line", ref_ids: Sequence[int] = ()
) -> list[DemandFacts]:
    """Give demands by id, or of documents' lines: what is promised, allocated, picked, gone, and when expected."""
    found = demands_by_id(ctx, ids) if ids else {}
    found |= {one.id: one for one in demands_of(ctx, ref_kind, ref_ids).values()} if ref_ids else {}
    return list(found.values())


@read("inventory.open_demands", permission=READ)
def waiting(ctx: Ctx, *, site_id: int, due_by: date, limit: Limit = 200) -> list[DemandFacts]:
    """List demands of a site that wait for release, due by a day, first in line first."""
    return open_demands(ctx, site_id, due_by, limit)


@read("inventory.promises", permission=READ)
def promised(ctx: Ctx, *, demand_ids: Sequence[int]) -> list[PromiseFacts]:
    """Give the pieces promised to demands, by date: from stock, from a named supply, or from nothing known yet."""
    return promises_of(ctx, demand_ids)


@read("inventory.allocations", permission=READ)
def allocated(ctx: Ctx, *, demand_ids: Sequence[int]) -> list[AllocatedFacts]:
    """Give what is allocated to demands: bins and lots, and whether it is picked."""
    return allocated_of(ctx, demand_ids)


@read("inventory.moves", permission=READ)
def moves(
    ctx: Ctx,
    *,
    item_id: int | None = None,
    lot_id: int | None = None,
    demand_ids: Sequence[int] | None = None,
    since: date | None = None,
    until: date | None = None,
    after: int | None = None,
    limit: Limit = 200,
) -> Page[MoveRow]:
    """List the moves of stock, the newest first: of an item, a lot, demands, between two days."""
    found = move_page(
        ctx, item_id=item_id, lot_id=lot_id, demand_ids=demand_ids, since=since, until=until, before=after,
        limit=limit + 1,
    )  # fmt: skip
    return Page.of(found, limit, lambda row: row.id)


@read("inventory.lots", permission=READ)
def lots(
    ctx: Ctx,
    *,
    item_ids: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    code: str = "",
    after: int | None = None,
    limit: Limit = 200,
) -> Page[LotRow]:
    """List lots with expiry and what of them is on hand: of items, by id, or by the code on the goods."""
    found = lot_page(ctx, item_ids=item_ids, ids=ids, code=code, after=after, limit=limit + 1)
    return Page.of(found, limit, lambda row: row.id)
