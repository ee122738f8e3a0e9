"""Shipments on their way, as whoever looks for late ones asks."""

from dataclasses import dataclass
from datetime import date

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx

MOST = 1_000


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A shipment that has left, on which day last, and what was noted of it last; nothing was told of it yet."""

    id: int
    number: str
    site_id: int
    party_id: int
    thread_id: int | None
    carrier: str
    left_on: date
    last: str
    note: str


def on_the_way(ctx: Ctx, before: date) -> list[OnTheWay]:
    """List shipments that left before a day, have not arrived and are not told to be late, the oldest first."""
    return select(
        OnTheWay,
        """SELECT s.id, s.number, s.site_id, s.party_id, s.thread_id, s.carrier,
                  coalesce((SELECT max(r.at)::date FROM logistics_milestone r
                            WHERE r.shipment_id = s.id AND r.kind = 'redispatched'), s.dispatched_on),
                  coalesce(m.kind, ''), coalesce(m.note, '')
           FROM logistics_shipment s
           LEFT JOIN LATERAL (SELECT kind, note FROM logistics_milestone k WHERE k.shipment_id = s.id
                              ORDER BY k.at DESC, k.id DESC LIMIT 1) m ON true
           WHERE s.company_id = %s AND s.state = 'dispatched' AND s.dispatched_on < %s
             AND NOT EXISTS (SELECT 1 FROM governance_exception e
                             WHERE e.company_id = s.company_id AND e.kind = 'delivery_late'
                               AND e.subject_kind = 'logistics.shipment' AND e.subject_id = s.id
                               AND e.cleared_at IS NULL)
           ORDER BY s.dispatched_on, s.id LIMIT %s""",
        [ctx.company_id, before, MOST],
    )
