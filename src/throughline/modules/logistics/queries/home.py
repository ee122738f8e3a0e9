"""What homes of transport tell: shipments of the last weeks that are on the way, without proof, or not taken."""

from dataclasses import dataclass
from datetime import date, timedelta

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx

#: The days that are looked back, and after how many a delivery without proof is asked about.
DAYS, ASKED_AFTER = 60, 3


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Shipments of the last weeks by how they stand, a thousand of each at most."""

    out: int
    unproved: int
    refused: int


def on_the_way(ctx: Ctx, most: int) -> OnTheWay:
    """Count what is on the way, what should be there, and what was not taken and is still out; by the index of days."""
    bounded = """(SELECT count(*) FROM (SELECT 1 FROM logistics_shipment WHERE company_id = %(company)s
        AND dispatched_on >= %(since)s AND {} LIMIT %(most)s) s)"""
    (found,) = select(
        OnTheWay,
        "SELECT "
        + bounded.format("state = 'dispatched'")
        + ", "
        + bounded.format("state = 'dispatched' AND dispatched_on <= %(asked)s")
        + ", "
        + bounded.format("state IN ('failed', 'delivered_short')"),
        {"company": ctx.company_id, "since": ctx.today - timedelta(days=DAYS),
         "asked": ctx.today - timedelta(days=ASKED_AFTER), "most": most},
    )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Unproved:
    """A shipment that should have arrived and of which nobody has said so."""

    id: int
    number: str
    party: str | None
    city: str | None
    carrier: str
    tracking: str
    dispatched_on: date


def unproved(ctx: Ctx, limit: int) -> list[Unproved]:
    """List shipments without proof of delivery, the longest out first."""
    return select(
        Unproved,
        """SELECT s.id, s.number, p.name, a.city, s.carrier, s.tracking, s.dispatched_on
           FROM logistics_shipment s LEFT JOIN parties_party p ON p.id = s.party_id
           LEFT JOIN parties_address a ON a.id = s.ship_to_id
           WHERE s.company_id = %s AND s.dispatched_on BETWEEN %s AND %s AND s.state = 'dispatched'
           ORDER BY s.dispatched_on, s.id LIMIT %s""",
        [ctx.company_id, ctx.today - timedelta(days=DAYS), ctx.today - timedelta(days=ASKED_AFTER), limit],
    )
