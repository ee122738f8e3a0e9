"""How the company works from an order to its money: what happens next, from top to bottom.

Every reaction is one operation of a lower module, called on behalf of the author of its cause. Which customers are
billed when, who is served first and what may be promised is answered by policies, not here.
"""

from throughline.modules.billing.events import BillablesEarned, EventsClosed, InvoicesPosted
from throughline.modules.billing.public import run_billing
from throughline.modules.inventory.events import ClaimsBroken, PromisesMoved, StockFreed
from throughline.modules.inventory.public import rebalance_items
from throughline.modules.logistics.events import ShipmentsBack, ShipmentsDispatched, ShipmentsLost, ShipmentsProved
from throughline.modules.sales.events import OrdersAmended, OrdersCut
from throughline.modules.sales.public import orders_of_threads, report_moved_promises, settle_orders
from throughline.modules.warehouse.events import DemandsReleased, GoodsPicked, PutBackConfirmed
from throughline.modules.warehouse.public import withdraw_picks
from throughline.platform.events import on
from throughline.platform.operations import Ctx

ORDER_LINE = "sales.order_line"


@on(DemandsReleased, "order_to_cash.released")
def released(ctx: Ctx, event: DemandsReleased) -> None:
    """Goods are allocated: the orders' progress shows it."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(GoodsPicked, "order_to_cash.picked")
def picked(ctx: Ctx, event: GoodsPicked) -> None:
    """Goods are picked, or were found short: the orders' progress shows it."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(PutBackConfirmed, "order_to_cash.put_back")
def put_back(ctx: Ctx, event: PutBackConfirmed) -> None:
    """Cancelled goods are back in their bins."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(OrdersAmended, "order_to_cash.amended")
def amended(ctx: Ctx, event: OrdersAmended) -> None:
    """Orders were changed: their progress shows it, and what is finished by that closes."""
    settle_orders(ctx, orders=event.order_ids)


@on(OrdersCut, "order_to_cash.cut")
def cut(ctx: Ctx, event: OrdersCut) -> None:
    """Lines were cancelled: what is finished by that closes, and nobody waits for them any more."""
    settle_orders(ctx, orders=event.order_ids)


@on(StockFreed, "order_to_cash.stock_freed")
def stock_freed(ctx: Ctx, event: StockFreed) -> None:
    """Stock is free again: who waits for it is promised it, first in line first."""
    rebalance_items(ctx, site_id=event.site_id, items=event.item_ids)


@on(PromisesMoved, "order_to_cash.promises_moved")
def promises_moved(ctx: Ctx, event: PromisesMoved) -> None:
    """Promises moved: whoever owns the orders is told, with the new date."""
    if event.ref_kind == ORDER_LINE:
        report_moved_promises(ctx, lines=event.ref_ids, cause=event.cause)


@on(ClaimsBroken, "order_to_cash.work_in_vain")
def work_in_vain(ctx: Ctx, event: ClaimsBroken) -> None:
    """Allocated goods are gone: nobody walks for them."""
    withdraw_picks(ctx, demands=event.demand_ids)


@on(ClaimsBroken, "order_to_cash.claims_broken")
def claims_broken(ctx: Ctx, event: ClaimsBroken) -> None:
    """Allocated goods are gone: the orders' progress shows it."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(ShipmentsDispatched, "order_to_cash.dispatched")
def dispatched(ctx: Ctx, event: ShipmentsDispatched) -> None:
    """Goods have left."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(ShipmentsProved, "order_to_cash.proved")
def proved(ctx: Ctx, event: ShipmentsProved) -> None:
    """Goods were accepted or refused."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(ShipmentsBack, "order_to_cash.back")
def back(ctx: Ctx, event: ShipmentsBack) -> None:
    """Refused goods are back at the site."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(ShipmentsLost, "order_to_cash.lost")
def lost(ctx: Ctx, event: ShipmentsLost) -> None:
    """Goods were lost on their way: nobody waits for them any more."""
    _settle(ctx, event.ref_kind, event.ref_ids)


@on(BillablesEarned, "order_to_cash.bill")
def bill(ctx: Ctx, event: BillablesEarned) -> None:
    """Something was earned that policy bills at once: it is billed."""
    run_billing(ctx, events=event.event_ids)


@on(InvoicesPosted, "order_to_cash.billed")
def billed(ctx: Ctx, event: InvoicesPosted) -> None:
    """Documents were posted: the orders' progress shows it, and what is finished closes."""
    settle_orders(ctx, orders=orders_of_threads(ctx, event.thread_ids))


@on(EventsClosed, "order_to_cash.closed")
def closed(ctx: Ctx, event: EventsClosed) -> None:
    """Something will never be billed, waived or taken back: an order that waited for nothing else closes."""
    settle_orders(ctx, orders=orders_of_threads(ctx, event.thread_ids))


def _settle(ctx: Ctx, ref_kind: str, ref_ids: tuple[int, ...]) -> None:
    if ref_kind == ORDER_LINE:
        settle_orders(ctx, lines=ref_ids)
