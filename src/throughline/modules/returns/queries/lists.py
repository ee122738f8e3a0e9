"""Reading for the screens of returns; keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.modules.parties.public import parties_named
from throughline.platform.database.found import Way, found_ids
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return in a list: `to_credit` and `credited` count the amounts taken back that are not billed yet, and are."""

    id: int
    number: str
    thread_id: int | None
    party_id: int
    party: str | None
    site: str
    reason: str
    on_date: date
    at: datetime
    lines: int
    to_credit: int
    credited: int


def return_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    party_id: int | None = None,
    since: date | None = None,
    words: str = "",
    size: int = 50,
) -> list[ReturnRow]:
    """List returns, the newest first; `before` is the last id of the page before."""
    if words and ids is None:
        named = ("party_id", parties_named(words))
        ids = found_ids("returns_return", ctx.company_id, words, [Way("number")], under=named)
        words = "" if ids is not None else words
    return select(
        ReturnRow,
        """SELECT r.id, r.number, r.thread_id, r.party_id, p.name, s.name, r.reason, r.on_date, r.at, l.lines,
                  coalesce(e.waiting, 0), coalesce(e.billed, 0)
           FROM returns_return r JOIN governance_site s ON s.id = r.site_id
           LEFT JOIN parties_party p ON p.id = r.party_id
           LEFT JOIN LATERAL (SELECT count(*) AS lines FROM returns_return_line WHERE return_id = r.id) l ON true
           LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('open', 'held')) AS waiting,
                                     count(*) FILTER (WHERE state = 'billed') AS billed FROM billing_billable_event
                              WHERE source_kind = 'returns.return' AND source_id = r.id) e ON true
           WHERE r.company_id = %(company)s AND (%(before)s::bigint IS NULL OR r.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR r.id = ANY(%(ids)s))
             AND (%(party)s::bigint IS NULL OR r.party_id = %(party)s)
             AND (%(since)s::date IS NULL OR r.on_date >= %(since)s)
             AND (%(words)s = '' OR upper(r.number) LIKE upper(%(words)s) || '%%'
                  OR lower(p.name) LIKE lower(%(words)s) || '%%')
           ORDER BY r.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "ids": None if ids is None else list(ids), "party": party_id,
         "since": since, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a return, in stock units."""

    id: int
    shipment_line_id: int | None
    item_code: str
    item_name: str
    unit: str
    quantity: Decimal
    status: str
    value: Decimal | None
    unit_price: Decimal | None
    lot: str


def line_rows(ctx: Ctx, return_id: int) -> list[LineRow]:
    """List the lines of a return."""
    return select(
        LineRow,
        """SELECT l.id, l.shipment_line_id, i.code, i.name, i.stock_unit, l.quantity, l.status, l.value, l.unit_price,
                  coalesce(t.code, '')
           FROM returns_return_line l JOIN catalog_item i ON i.id = l.item_id
           LEFT JOIN inventory_lot t ON t.id = l.lot_id
           WHERE l.company_id = %s AND l.return_id = %s ORDER BY l.id""",
        [ctx.company_id, return_id],
    )


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivered line with what of it can still come back."""

    id: int
    shipment_id: int
    shipment: str
    item_code: str
    item_name: str
    unit: str
    accepted: Decimal
    returned: Decimal
    issue_id: int | None

    @property
    def left(self) -> Decimal:
        """What was accepted and did not come back."""
        return self.accepted - self.returned


def delivered(ctx: Ctx, *, shipment_id: int | None = None, line_ids: Sequence[int] | None = None) -> list[Delivered]:
    """List delivered lines of a shipment, or by id, with what came back of them."""
    return select(
        Delivered,
        """SELECT l.id, s.id, s.number, i.code, i.name, i.stock_unit, l.quantity_accepted,
                  coalesce(n.quantity_returned, 0), l.issue_id
           FROM logistics_shipment_line l JOIN logistics_shipment s ON s.id = l.shipment_id
           JOIN catalog_item i ON i.id = l.item_id
           LEFT JOIN inventory_issue n ON n.id = l.issue_id
           WHERE l.company_id = %(company)s AND l.quantity_accepted > 0
             AND (%(shipment)s::bigint IS NULL OR l.shipment_id = %(shipment)s)
             AND (%(ids)s::bigint[] IS NULL OR l.id = ANY(%(ids)s))
           ORDER BY l.id LIMIT 1000""",
        {"company": ctx.company_id, "shipment": shipment_id, "ids": None if line_ids is None else list(line_ids)},
    )


def credit_notes(ctx: Ctx, return_id: int) -> list[tuple[int, str, Decimal]]:
    """List the documents that credit a return: id, number, net of its lines."""
    found = rows(
        """SELECT i.id, i.number, sum(n.net) FROM billing_billable_event e
           JOIN billing_invoice_line n ON n.event_id = e.id
           JOIN billing_invoice i ON i.id = n.invoice_id AND i.state = 'posted'
           WHERE e.company_id = %s AND e.source_kind = 'returns.return' AND e.source_id = %s
           GROUP BY i.id, i.number ORDER BY i.id""",
        [ctx.company_id, return_id],
    )
    return [(number, label, net) for number, label, net in found]


def numbers(ids: Sequence[int]) -> dict[int, str]:
    """Give the numbers of returns by id."""
    return dict(rows("SELECT id, number FROM returns_return WHERE id = ANY(%s)", [list(ids)]))
