"""How promises were kept: the lines due lately, what stock covered at once, and what had arrived by the promised day.

Both are read from facts that never change afterwards: `first_pass` and `promised_original` of the line, and proofs of
delivery. Only the newest orders of a company are looked at, so that the figure costs the same in the tenth year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from throughline.governance.public import company
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx

#: The days that a figure looks back, and the newest orders of each state among which it finds what was due.
DAYS, ORDERS = 28, 500

_DUE = """SELECT o.id AS order_id, o.number, o.party_id, l.id, l.line_no, l.item_code, l.description,
        l.quantity_stock - l.quantity_cancelled AS wanted, l.unit, l.unit_factor,
        least(coalesce(l.first_pass, 0), l.quantity_stock - l.quantity_cancelled) AS at_once,
        l.promised_original, coalesce(d.arrived, 0) AS arrived, d.last_on
    FROM ((SELECT id, number, party_id FROM sales_order
           WHERE company_id = %(company)s AND state = 'closed' ORDER BY id DESC LIMIT %(orders)s)
          UNION ALL
          (SELECT id, number, party_id FROM sales_order
           WHERE company_id = %(company)s AND state = 'confirmed' ORDER BY id DESC LIMIT %(orders)s)) o
    JOIN sales_order_line l ON l.order_id = o.id
    LEFT JOIN LATERAL (
        SELECT sum(s.quantity_accepted) FILTER (
                   WHERE (coalesce(s.accepted_at, h.delivered_at) AT TIME ZONE %(zone)s)::date <= l.promised_original
               ) AS arrived,
               max((coalesce(s.accepted_at, h.delivered_at) AT TIME ZONE %(zone)s)::date) AS last_on
        FROM logistics_shipment_line s JOIN logistics_shipment h ON h.id = s.shipment_id
        WHERE s.ref_kind = 'sales.order_line' AND s.ref_id = l.id) d ON true
    WHERE l.is_stocked AND l.quantity_stock > l.quantity_cancelled
      AND l.promised_original >= %(since)s AND l.promised_original < %(today)s"""


@dataclass(frozen=True, slots=True)
class Service:
    """Of the lines that were due: how many stock covered whole at once, and how many arrived on time and in full."""

    lines: int
    at_once: int
    kept: int


def _asked(ctx: Ctx) -> dict[str, object]:
    return {
        "company": ctx.company_id,
        "orders": ORDERS,
        "zone": company(ctx).timezone,
        "since": ctx.today - timedelta(days=DAYS),
        "today": ctx.today,
    }


def service(ctx: Ctx) -> Service:
    """Count the lines of goods due in the last 28 days by how they were served; cancelled quantities do not count."""
    (found,) = select(
        Service,
        f"""SELECT count(*), count(*) FILTER (WHERE at_once >= wanted), count(*) FILTER (WHERE arrived >= wanted)
            FROM ({_DUE}) due""",
        _asked(ctx),
    )
    return found


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line that was due, in stock units: wanted, covered at once, arrived by the day first promised."""

    order_id: int
    number: str
    party_id: int
    id: int
    line_no: int
    item_code: str
    description: str
    wanted: Decimal
    unit: str
    unit_factor: Decimal
    at_once: Decimal
    promised_original: date
    arrived: Decimal
    last_on: date | None

    @property
    def kept(self) -> bool:
        """Say whether all of it had arrived by the day first promised."""
        return self.arrived >= self.wanted


def due_lines(
    ctx: Ctx, *, missed: Sequence[str] = (), after: tuple[date, int] | None = None, size: int = 50
) -> list[DueLine]:
    """List the lines behind the figures, the latest day first; `missed` keeps those not kept, or not covered at once.

    `after` is the day and the id of the last line of the page before.
    """
    return select(
        DueLine,
        f"""SELECT * FROM ({_DUE}) due
            WHERE (NOT %(late)s OR arrived < wanted) AND (NOT %(short)s OR at_once < wanted)
              AND (%(day)s::date IS NULL OR (promised_original, id) < (%(day)s::date, %(id)s::bigint))
            ORDER BY promised_original DESC, id DESC LIMIT %(size)s""",
        {
            **_asked(ctx),
            "late": "late" in missed,
            "short": "short" in missed,
            "day": after[0] if after else None,
            "id": after[1] if after else None,
            "size": size,
        },
    )
