"""How far orders are in net amounts, summed where the ledgers stand: one row an order, whatever the number of lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Sums:
    """What an order comes to, net of what is cancelled, and how much of it reached each station.

    All but `total` and what concerns billing are of its goods; `backorder` is what stock does not cover. `waived` was
    given up; `closed` waits for no bill any more: billed, waived, or taken back before either. `open_lines` have
    something left to allocate, of which `dated_lines` know when; `expected_on` is the latest of those days.
    `arrived_at` is the latest delivery, `on_the_way` says whether a shipment has not been delivered.
    """

    order_id: int
    goods: int
    total: Decimal
    goods_total: Decimal
    allocated: Decimal
    picked: Decimal
    gone: Decimal
    delivered: Decimal
    backorder: Decimal
    billed: Decimal
    waived: Decimal
    closed: Decimal
    open_lines: int
    dated_lines: int
    expected_on: date | None
    arrived_at: datetime | None
    on_the_way: bool
    back: Decimal
    lost: Decimal


_NET = """coalesce(sum(CASE WHEN QUANTITY = l.stock THEN l.net
    ELSE l.net * QUANTITY / l.stock END), 0)"""


def _net(quantity: str) -> str:
    """Sum the net amount of a quantity: whole lines to the cent, parts in proportion."""
    return _NET.replace("QUANTITY", quantity)


def _goods(quantity: str) -> str:
    """Sum the same over the lines that are goods."""
    return _net(quantity).replace("END)", "END) FILTER (WHERE l.is_stocked)", 1)


#: Each ledger is read once, by the lines; only what is still open is asked for its promises.
_SUMS = f"""WITH l AS MATERIALIZED (
        SELECT id, order_id, is_stocked, net, quantity_stock AS stock, quantity_stock - quantity_cancelled AS wanted
        FROM sales_order_line WHERE company_id = %(company)s AND order_id = ANY(%(orders)s)),
    ref AS MATERIALIZED (SELECT coalesce(array_agg(id), '{{}}') AS ids FROM l),
    d AS MATERIALIZED (
        SELECT id, ref_id, quantity_issued AS gone, quantity_allocated + quantity_issued AS allocated,
               least(quantity_picked, quantity_allocated) + quantity_issued AS picked,
               quantity - quantity_cancelled - quantity_allocated - quantity_issued AS open
        FROM inventory_demand WHERE company_id = %(company)s AND ref_kind = 'sales.order_line'
          AND ref_id = ANY((SELECT ids FROM ref)::bigint[])),
    p AS (SELECT demand_id, sum(quantity) FILTER (WHERE source = 'stock') AS promised,
                 CASE WHEN bool_or(expected_on IS NULL) THEN NULL ELSE max(expected_on) END AS expected_on
          FROM inventory_promise WHERE demand_id = ANY(ARRAY(SELECT id FROM d WHERE open > 0)) GROUP BY demand_id),
    s AS (SELECT x.ref_id, sum(x.quantity_accepted) AS accepted, sum(x.quantity_back) AS back,
                 sum(x.quantity_lost) AS lost, max(h.delivered_at) AS arrived_at,
                 bool_or(h.state = 'dispatched') AS on_the_way
          FROM logistics_shipment_line x JOIN logistics_shipment h ON h.id = x.shipment_id
          WHERE x.company_id = %(company)s AND x.ref_kind = 'sales.order_line'
            AND x.ref_id = ANY((SELECT ids FROM ref)::bigint[]) GROUP BY x.ref_id),
    b AS (SELECT ref_id, quantity_billed AS billed, quantity_waived AS waived,
                 quantity_billed + quantity_waived + quantity_netted AS closed FROM billing_billable_line
          WHERE company_id = %(company)s AND ref_kind = 'sales.order_line'
            AND ref_id = ANY((SELECT ids FROM ref)::bigint[]))
    SELECT l.order_id, count(*) FILTER (WHERE l.is_stocked), {_net("l.wanted")}, {_goods("l.wanted")},
           {_goods("coalesce(d.allocated, 0)")}, {_goods("coalesce(d.picked, 0)")}, {_goods("coalesce(d.gone, 0)")},
           {_goods("coalesce(s.accepted, 0)")}, {_goods("coalesce(d.open - coalesce(p.promised, 0), 0)")},
           {_net("coalesce(b.billed, 0)")}, {_net("coalesce(b.waived, 0)")},
           {_net("least(coalesce(b.closed, 0), l.wanted)")},
           count(*) FILTER (WHERE l.is_stocked AND d.open > 0),
           count(*) FILTER (WHERE l.is_stocked AND d.open > 0 AND p.expected_on IS NOT NULL),
           max(p.expected_on) FILTER (WHERE l.is_stocked AND d.open > 0), max(s.arrived_at),
           coalesce(bool_or(s.on_the_way), false), coalesce(sum(s.back), 0), coalesce(sum(s.lost), 0)
    FROM l LEFT JOIN d ON d.ref_id = l.id LEFT JOIN p ON p.demand_id = d.id LEFT JOIN s ON s.ref_id = l.id
    LEFT JOIN b ON b.ref_id = l.id GROUP BY l.order_id"""


def sums_of(ctx: Ctx, order_ids: Iterable[int]) -> dict[int, Sums]:
    """Give how far orders are, by order; orders without lines are left out."""
    found = select(Sums, _SUMS, {"company": ctx.company_id, "orders": list(order_ids)})
    return {one.order_id: one for one in found}
