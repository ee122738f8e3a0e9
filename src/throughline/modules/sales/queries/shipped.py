"""What has left and is not billed, by order; only orders at work are read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Shipped:
    """An order of which more has left than is billed, net of its goods; `left_on` is its oldest such delivery."""

    id: int
    number: str
    party_id: int
    thread_id: int
    currency: str
    shipped: Decimal
    delivered: Decimal
    billed: Decimal
    left_on: date | None
    whole: Decimal
    orders: int

    @property
    def unbilled(self) -> Decimal:
        """What has left and is not billed."""
        return self.shipped - self.billed

    @property
    def on_the_way(self) -> Decimal:
        """What of it nobody has taken yet."""
        return max(Decimal(0), self.shipped - max(self.delivered, self.billed))


def shipped_unbilled(ctx: Ctx, limit: int) -> list[Shipped]:
    """List orders of which something has left and is to be billed, the most first; `whole` and `orders` sum them all.

    What is waived, or was taken back before it was billed, waits for no bill.
    """
    return select(
        Shipped,
        """WITH o AS (
             SELECT o.id, o.number, o.party_id, o.thread_id, o.currency, o.net_shipped - n.net AS net_shipped,
                    o.net_delivered - n.net AS net_delivered, o.net_billed
             FROM sales_order o CROSS JOIN LATERAL (
                 SELECT coalesce(round(sum(l.net * (b.quantity_waived + b.quantity_netted) / l.quantity_stock), 2), 0)
                        AS net
                 FROM sales_order_line l JOIN billing_billable_line b ON b.ref_kind = 'sales.order_line'
                      AND b.ref_id = l.id
                 WHERE l.order_id = o.id AND l.is_stocked) n
             WHERE o.company_id = %s AND o.state = 'confirmed' AND o.net_shipped > o.net_billed)
           SELECT o.id, o.number, o.party_id, o.thread_id, o.currency, o.net_shipped, o.net_delivered, o.net_billed,
                  (SELECT min(s.dispatched_on) FROM logistics_shipment s WHERE s.thread_id = o.thread_id),
                  sum(o.net_shipped - o.net_billed) OVER (), count(*) OVER ()
           FROM o WHERE o.net_shipped > o.net_billed
           ORDER BY o.net_shipped - o.net_billed DESC, o.id LIMIT %s""",
        [ctx.company_id, limit],
    )
