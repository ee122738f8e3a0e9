"""Tables of sales."""

from throughline.modules.sales.models.orders import Order, OrderLine, PromiseChange

__all__ = ["Order", "OrderLine", "PromiseChange"]
