"""What sales shows on home: figures of the whole line, and quotes that wait for their customer."""

from collections.abc import Sequence

from throughline.modules.billing.public import unbilled_total
from throughline.modules.parties.public import party_names
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.lists import OrderFilter, order_page
from throughline.modules.sales.ui.orders import count_late, count_open
from throughline.modules.settlement.public import receivable_total
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
from throughline.platform.ui.formats import day, money

SHOWN = 6


def tiles(ctx: Ctx) -> Sequence[Tile]:
    """Give the figures that this reader may see; each is a door to the rows behind it."""
    found = list[Tile]()
    if ctx.may(READ):
        late = count_late(ctx)
        verdict = triangle("a date will not hold") if late else disc("every date holds")
        found.append(Tile("Orders open", _bounded(count_open(ctx)), list_url("orders", view="open")))
        found.append(Tile("Late or at risk", _bounded(late), list_url("orders", view="late"), verdict=verdict))
    if may_open(ctx, "billing"):
        found.append(Tile("Earned, not billed", money(unbilled_total(ctx)), "/billing/", "EUR"))
    if may_open(ctx, "receivables"):
        owed = receivable_total(ctx)
        verdict = triangle(f"{money(owed.overdue)} overdue") if owed.overdue else disc("nothing overdue")
        found.append(Tile("Receivables", money(owed.total), "/receivables/", "EUR", verdict=verdict))
    return found


def may_open(ctx: Ctx, slug: str) -> bool:
    """Say whether a figure of a screen is this reader's to see: whoever may open the screen."""
    screen = next((one for one in screens if one.slug == slug and one.nav), None)
    return screen is not None and (not screen.permission or ctx.may(screen.permission))


def _bounded(count: int) -> str:
    return "1,000+" if count > 1000 else str(count)


def groups(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the quotes that nothing stops: somebody has to win or lose them."""
    if not ctx.may("sales.order.confirm"):
        return []
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
            [Action("Confirm", form="orders/confirm", query={"order": order.id, "version": order.version})],
        )
        for order in waiting[:SHOWN]
    ]
    more = len(waiting) > SHOWN
    return [QueueGroup("Quotes", rows, "", "All quotes" if more else "", list_url("quotes") if more else "")]
