"""What programs ask of sales: orders, their lines, and how promised dates moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from throughline.modules.sales.permissions import READ, sees_costs
from throughline.modules.sales.queries.orders import (
    AmendmentFacts,
    OrderFacts,
    OrderLineFacts,
    amendments_of,
    lines_of,
    list_orders,
    orders,
    promise_changes,
)
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class PromiseMoved:
    """A promised date that moved: from when to when, why, and at which moment."""

    line_id: int
    before: date | None
    after: date | None
    reason: str
    at: datetime


@read("sales.orders", permission=READ)
def order_list(
    ctx: Ctx,
    *,
    states: Sequence[str] | None = None,
    party_id: int | None = None,
    site_id: int | None = None,
    held: bool | None = None,
    after: int | None = None,
    limit: Limit = 50,
) -> Page[OrderFacts]:
    """List orders and quotes, the newest first: by state (quoted, confirmed, closed ...), customer, site, held."""
    found = list_orders(
        ctx, states=states, party_id=party_id, site_id=site_id, held=held, before_id=after, limit=limit + 1
    )
    return Page.of(found, limit, lambda order: order.id)


@read("sales.orders_by_id", permission=READ)
def orders_by_id(ctx: Ctx, *, ids: Sequence[int]) -> list[OrderFacts]:
    """Give orders by id, with how far they have come in money."""
    return list(orders(ctx, ids).values())


@read("sales.order_lines", permission=READ)
def order_lines(ctx: Ctx, *, order_ids: Sequence[int]) -> list[OrderLineFacts]:
    """Give the lines of orders with prices, where they come from, and the dates that were promised."""
    found = lines_of(ctx, order_ids)
    return found if sees_costs(ctx) else [replace(line, unit_cost=None) for line in found]


@read("sales.promise_changes", permission=READ)
def moved(ctx: Ctx, *, line_ids: Sequence[int]) -> list[PromiseMoved]:
    """Say how the promised dates of lines moved, and why."""
    return [PromiseMoved(*change) for change in promise_changes(ctx, line_ids)]


@read("sales.amendments", permission=READ)
def amendments(ctx: Ctx, *, order_ids: Sequence[int]) -> list[AmendmentFacts]:
    """Give how orders were changed after they were confirmed, what waits for an approval, and who asked."""
    return amendments_of(ctx, order_ids)
