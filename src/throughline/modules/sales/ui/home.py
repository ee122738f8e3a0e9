"""What sales puts on homes: how promises are kept, what is late, and quotes that wait for their customer."""

from collections.abc import Sequence

from throughline.governance.public import currency
from throughline.modules.parties.public import party_names
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.lists import OrderFilter, late_backlog, order_page
from throughline.modules.sales.queries.service import DAYS, service
from throughline.modules.sales.ui.orders import count_open, late_orders
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    QueueGroup,
    QueueRow,
    Tile,
    disc,
    list_url,
    record_url,
    ring,
    screens,
    triangle,
)
from throughline.platform.ui.formats import day, money, number, percent
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.sentences import tell

SHOWN = 6


def open_orders(ctx: Ctx) -> Sequence[Tile]:
    """Tell how many orders are open, and which of them are late or at risk, with what is still to arrive of those."""
    backlog = late_backlog(ctx, late_orders(ctx))
    verdict = triangle("a date will not hold") if backlog.orders else disc("every date holds")
    at_stake = f"{money(backlog.net)} {currency(ctx)} still to arrive" if backlog.orders else ""
    return [
        Tile("Late or at risk", _bounded(backlog.orders), list_url("orders", view="late"), detail=at_stake,
             verdict=verdict),
        Tile("Orders open", _bounded(count_open(ctx)), list_url("orders", view="open")),
    ]  # fmt: skip


def served(ctx: Ctx) -> Sequence[Tile]:
    """Tell how lines that were due lately were served."""
    found = service(ctx)
    if not found.lines:
        return []
    span = tell("of {count} lines due in {days} days", count=number(found.lines), days=DAYS)
    return [
        Tile("On time in full", percent(found.kept / found.lines), list_url("promises", view="late"), detail=span),
        Tile("Filled first pass", percent(found.at_once / found.lines), list_url("promises", view="short"),
             detail=span),
    ]  # fmt: skip


def may_open(ctx: Ctx, slug: str) -> bool:
    """Say whether a figure of a screen is this reader's to see: whoever may open the screen."""
    screen = next((one for one in screens if one.slug == slug and one.nav), None)
    return screen is not None and (not screen.permission or ctx.may(screen.permission))


def _bounded(count: int) -> str:
    return f"{number(1000)}+" if count > 1000 else number(count)


def quotes(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the quotes that nothing stops: somebody has to win or lose them."""
    waiting = [
        order
        for order in order_page(ctx, OrderFilter(states=("quoted",)), sort="requested", limit=SHOWN * 3)
        if not order.is_held
    ]
    names = party_names(order.party_id for order in waiting[:SHOWN])
    rows = [
        QueueRow(
            ring("Quoted"),
            f"{names.get(order.party_id, '')}: quote waits for its answer",
            f"wanted for {day(order.requested_on)}" + (f", {order.customer_po}" if order.customer_po else ""),
            order.number,
            record_url("orders", order.id),
            order.net,
            order.quoted_at,
            None,
            [
                Action("Confirm", form="orders/confirm", query={"order": order.id, "version": order.version}),
                Action("Lose", form="orders/lose", query={"order": order.id, "version": order.version}),
            ],
        )
        for order in waiting[:SHOWN]
    ]
    more = len(waiting) > SHOWN
    return [QueueGroup("Quotes", rows, "", "All quotes" if more else "", list_url("quotes") if more else "")]


PARTS = (
    HomePart(READ, ("sales.order.quote",), rank=10, figures=open_orders),
    HomePart(READ, ("sales.order.quote",), rank=12, figures=served),
    HomePart(READ, rank=10, overview=True, figures=lambda ctx: [*open_orders(ctx)[:1], *served(ctx)]),
    HomePart("sales.order.confirm", ("sales.order.confirm",), rank=30, work=quotes),
    HomePart("sales.order.quote", ("sales.order.quote",), rank=10,
             starts=lambda ctx: [Action("New quote", form="quotes/new", key="N", dialog=False)]),
)  # fmt: skip
