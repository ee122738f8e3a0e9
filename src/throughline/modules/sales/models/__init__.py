"""Tables of sales."""

from throughline.modules.sales.models.orders import Amendment, Order, OrderLine, PromiseChange

__all__ = ["Amendment", "Order", "OrderLine", "PromiseChange"]
