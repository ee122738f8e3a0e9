"""What is given up billing: waivers in lists and on threads, and the events that they may name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver in a list or at the head of its page."""

    id: int
    number: str
    state: str
    reason: str
    party_id: int
    party: str
    thread_id: int | None
    currency: str
    amount: Decimal
    limit: str | None
    asked_at: datetime
    asked_by: int
    who: str | None
    decided_at: datetime | None
    decided_by: str | None
    remark: str


_WAIVER = """SELECT w.id, w.number, w.state, w.reason, w.party_id, p.name, w.thread_id, w.currency, w.amount,
    w.why ->> 'limit', w.asked_at, w.asked_by, u.name, w.decided_at, d.name, w.remark
    FROM billing_waiver w JOIN parties_party p ON p.id = w.party_id
    LEFT JOIN platform_user u ON u.id = w.asked_by LEFT JOIN platform_user d ON d.id = w.decided_by"""


def waiver_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    states: Sequence[str] | None = None,
    party_id: int | None = None,
    number: str = "",
    size: int = 50,
) -> list[WaiverRow]:
    """List waivers, the newest first; `before` is the last id of the page before."""
    return select(
        WaiverRow,
        f"""{_WAIVER} WHERE w.company_id = %(company)s AND (%(before)s::bigint IS NULL OR w.id < %(before)s)
              AND (%(ids)s::bigint[] IS NULL OR w.id = ANY(%(ids)s))
              AND (%(states)s::text[] IS NULL OR w.state = ANY(%(states)s))
              AND (%(party)s::bigint IS NULL OR w.party_id = %(party)s) AND starts_with(w.number, %(number)s)
            ORDER BY w.id DESC LIMIT %(size)s""",
        {
            "company": ctx.company_id,
            "before": before,
            "ids": None if ids is None else list(ids),
            "states": None if states is None else list(states),
            "party": party_id,
            "number": number,
            "size": size,
        },
    )


def waivers_of_threads(ctx: Ctx, threads: Sequence[int]) -> list[tuple[int, WaiverRow, Decimal]]:
    """List what of threads is given up or waits to be: thread, waiver, its part of the amount; two statements."""
    parts = rows(
        """SELECT e.thread_id, e.waiver_id, sum(e.amount) FROM billing_waiver_event e
           JOIN billing_waiver w ON w.id = e.waiver_id AND w.state IN ('waiting', 'approved')
           WHERE e.company_id = %s AND e.thread_id = ANY(%s) GROUP BY 1, 2 ORDER BY 2""",
        [ctx.company_id, list(threads)],
    )
    ids = sorted({waiver for _, waiver, _ in parts})
    known = {one.id: one for one in waiver_rows(ctx, ids=ids, size=len(ids))} if ids else {}
    return [(thread, known[waiver], amount) for thread, waiver, amount in parts]


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """An event that a waiver names, or may name, with what is still to be billed of it."""

    event_id: int
    label: str
    order_label: str
    item_code: str
    description: str
    quantity: Decimal
    unit: str
    amount: Decimal
    on_date: date
    state: str
    party_id: int


def waiver_lines(ctx: Ctx, waiver_id: int) -> list[WaiverLine]:
    """List the events of a waiver as they were when it was asked, with what became of them."""
    return select(
        WaiverLine,
        """SELECT e.id, e.label, l.order_label, l.item_code, l.description, n.quantity / l.unit_factor, l.unit,
                  n.amount, e.on_date, e.state, l.party_id
           FROM billing_waiver_event n JOIN billing_billable_event e ON e.id = n.event_id
           JOIN billing_billable_line l ON l.id = e.billable_line_id
           WHERE n.company_id = %s AND n.waiver_id = %s ORDER BY e.id""",
        [ctx.company_id, waiver_id],
    )


def waivable(
    ctx: Ctx, *, beside: int | None = None, thread_id: int | None = None, ids: Sequence[int] | None = None
) -> list[WaiverLine]:
    """List earned events that may be given up: of the same document to come as one, of a thread, or by id."""
    return select(
        WaiverLine,
        """SELECT e.id, e.label, l.order_label, l.item_code, l.description,
                  (e.quantity + coalesce(b.quantity, 0)) / l.unit_factor, l.unit, e.amount + coalesce(b.amount, 0),
                  e.on_date, e.state, l.party_id
           FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
           LEFT JOIN LATERAL (SELECT sum(quantity) AS quantity, sum(amount) AS amount FROM billing_billable_event x
                              WHERE x.origin_id = e.id AND x.state IN ('open', 'held')) b ON true
           WHERE e.company_id = %(company)s AND e.kind = 'earned' AND e.state = 'open'
             AND (%(thread)s::bigint IS NULL OR l.thread_id = %(thread)s)
             AND (%(ids)s::bigint[] IS NULL OR e.id = ANY(%(ids)s))
             AND (%(beside)s::bigint IS NULL OR (e.group_key, l.party_id) IN (
                  SELECT x.group_key, y.party_id FROM billing_billable_event x
                  JOIN billing_billable_line y ON y.id = x.billable_line_id
                  WHERE x.company_id = %(company)s AND x.id = %(beside)s))
           ORDER BY e.on_date, e.id LIMIT 200""",
        {
            "company": ctx.company_id,
            "thread": thread_id,
            "beside": beside,
            "ids": None if ids is None else list(ids),
        },
    )
