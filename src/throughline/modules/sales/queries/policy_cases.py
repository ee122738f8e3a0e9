"""Orders and their lines as they ask policies: the facts that a rule can be tried on."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: How many open lines or orders a rule is tried on at most, the newest first.
BOUND = 2_000


@dataclass(frozen=True, slots=True)
class Asking:
    """A line of an order (or the order itself, with line 0) with what it tells when it asks."""

    order_id: int
    number: str
    party_id: int
    site_id: int
    service_class: str
    channel: str
    line_no: int
    item_id: int
    country: str


_HEAD = "o.id, o.number, o.party_id, o.site_id, o.service_class, o.channel"
_COUNTRY = """coalesce((SELECT a.country FROM parties_address a WHERE a.id = o.ship_to_id),
    (SELECT p.country FROM parties_party p WHERE p.id = o.party_id), '')"""
_OPEN = "o.state IN ('quoted', 'confirmed')"


def lines_asking(ctx: Ctx, order_id: int | None = None) -> list[Asking]:
    """List the lines of an order, or of all open ones."""
    condition, values = ("o.id = %s", [order_id]) if order_id is not None else (_OPEN, [])
    return select(
        Asking,
        f"""SELECT {_HEAD}, l.line_no, l.item_id, {_COUNTRY} FROM sales_order o
            JOIN sales_order_line l ON l.company_id = o.company_id AND l.order_id = o.id
            WHERE o.company_id = %s AND {condition} ORDER BY o.id DESC, l.line_no LIMIT %s""",
        [ctx.company_id, *values, BOUND],
    )


def orders_asking(ctx: Ctx, order_id: int | None = None) -> list[Asking]:
    """Give an order, or all open ones."""
    condition, values = ("o.id = %s", [order_id]) if order_id is not None else (_OPEN, [])
    return select(
        Asking,
        f"""SELECT {_HEAD}, 0, 0, {_COUNTRY} FROM sales_order o WHERE o.company_id = %s AND {condition}
            ORDER BY o.id DESC LIMIT %s""",
        [ctx.company_id, *values, BOUND],
    )


def channels_used(ctx: Ctx) -> Sequence[str]:
    """List the channels through which the newest orders came."""
    found = rows(
        """SELECT DISTINCT channel FROM (SELECT channel FROM sales_order WHERE company_id = %s
           ORDER BY id DESC LIMIT 1000) AS newest ORDER BY 1""",
        [ctx.company_id],
    )
    return [value for (value,) in found]
