"""What follows when goods come back."""

from throughline.modules.returns.events import ReturnsReceived
from throughline.modules.sales.public import settle_orders
from throughline.platform.events import on
from throughline.platform.operations import Ctx


@on(ReturnsReceived, "returns.received")
def received(ctx: Ctx, event: ReturnsReceived) -> None:
    """Goods are back: the orders' progress shows it. Their credit notes come by the billing run."""
    if event.ref_kind == "sales.order_line":
        settle_orders(ctx, lines=event.ref_ids)
