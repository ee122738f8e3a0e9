"""What is earned and not billed, event by event, with what was asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.modules.billing.queries.to_bill import STOP
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class EarnedRow:
    """A billable event that waits; `stop` says what keeps it from being billed, `waiver` who asked that it never is."""

    id: int
    kind: str
    label: str
    order_label: str
    party_id: int
    party: str
    thread_id: int | None
    item_code: str
    description: str
    quantity: Decimal
    unit: str
    amount: Decimal
    on_date: date
    bill_on: date
    state: str
    stop: str | None
    waiver_id: int | None
    waiver: str | None
    asked_by: str | None


def earned_rows(
    ctx: Ctx,
    *,
    after: tuple[date, int] | None = None,
    party_id: int | None = None,
    states: Sequence[str] | None = None,
    order: str = "",
    size: int = 50,
) -> list[EarnedRow]:
    """List events that wait to be billed, the earliest due first; `after` is the last of the page before."""
    return select(
        EarnedRow,
        f"""SELECT e.id, e.kind, e.label, l.order_label, l.party_id, p.name, l.thread_id, l.item_code, l.description,
                   e.quantity / l.unit_factor, l.unit, e.amount, e.on_date, e.bill_on, e.state, {STOP},
                   w.id, w.number, u.name
            FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
            JOIN parties_party p ON p.id = l.party_id
            LEFT JOIN parties_customer c ON c.company_id = e.company_id AND c.party_id = l.party_id
            LEFT JOIN LATERAL (SELECT id, message FROM governance_hold WHERE company_id = e.company_id
                AND subject_kind = 'thread' AND subject_id = l.thread_id AND stage = 'bill' AND released_at IS NULL
                ORDER BY id LIMIT 1) h ON true
            LEFT JOIN LATERAL (SELECT x.id, x.number, x.asked_by FROM billing_waiver_event n
                JOIN billing_waiver x ON x.id = n.waiver_id AND x.state = 'waiting'
                WHERE n.event_id = e.id ORDER BY n.id DESC LIMIT 1) w ON e.state = 'held'
            LEFT JOIN platform_user u ON u.id = w.asked_by
            WHERE e.company_id = %(company)s AND e.state IN ('open', 'held')
              AND (%(day)s::date IS NULL OR (e.bill_on, e.id) > (%(day)s, %(last)s::bigint))
              AND (%(party)s::bigint IS NULL OR l.party_id = %(party)s)
              AND (%(states)s::text[] IS NULL OR e.state = ANY(%(states)s))
              AND starts_with(l.order_label, %(order)s)
            ORDER BY e.bill_on, e.id LIMIT %(size)s""",
        {
            "company": ctx.company_id,
            "day": after[0] if after else None,
            "last": after[1] if after else None,
            "party": party_id,
            "states": None if states is None else list(states),
            "order": order,
            "size": size,
        },
    )


def may_be_waived(ctx: Ctx, thread_id: int) -> bool:
    """Say whether a thread has anything that was earned, is not billed and waits for no decision."""
    ((found,),) = rows(
        """SELECT EXISTS (SELECT 1 FROM billing_billable_event WHERE company_id = %s AND kind = 'earned'
                          AND state = 'open' AND billable_line_id = ANY(ARRAY(
                            SELECT id FROM billing_billable_line WHERE company_id = %s AND thread_id = %s)))""",
        [ctx.company_id, ctx.company_id, thread_id],
    )
    return bool(found)
