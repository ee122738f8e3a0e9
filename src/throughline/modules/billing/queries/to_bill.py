"""What is earned and not billed, by the invoice it will stand on, with what stops it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class InvoiceToCome:
    """Events that will stand on one document, or those of them that one cause stops; `id` is the first of them."""

    id: int
    group_key: str
    currency: str
    party_id: int
    party: str
    events: int
    amount: Decimal
    bill_on: date
    since: date
    trigger: str
    grouping: str
    frequency: str
    orders: list[str]
    deliveries: list[str]
    stop: str | None
    is_asked: bool


#: The words of what keeps an event from being billed, or NULL.
STOP = """CASE WHEN c.block IN ('invoice', 'all') THEN 'Customer blocked for invoices'
    WHEN h.id IS NOT NULL THEN h.message WHEN e.state = 'held' THEN coalesce(nullif(e.reason, ''), 'Bill hold') END"""

#: The open events of a company, of one party or of all.
FROM = """FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
    LEFT JOIN parties_customer c ON c.company_id = e.company_id AND c.party_id = l.party_id
    LEFT JOIN LATERAL (SELECT id, message FROM governance_hold WHERE company_id = e.company_id
        AND subject_kind = 'thread' AND subject_id = l.thread_id AND stage = 'bill' AND released_at IS NULL
        ORDER BY id LIMIT 1) h ON true
    WHERE e.company_id = %(company)s AND e.state IN ('open', 'held')
      AND (%(party)s::bigint IS NULL OR l.party_id = %(party)s)"""


def invoices_to_come(ctx: Ctx, party_id: int | None = None, limit: int = 1000) -> list[InvoiceToCome]:
    """List what will be billed by document, the earliest due first; bounded by what is open."""
    return select(
        InvoiceToCome,
        f"""SELECT w.id, w.group_key, w.currency, w.party_id, p.name, w.events, w.amount, w.bill_on, w.since, w.trigger,
                   w.grouping, w.frequency, w.orders, w.labels, w.stop, w.asked
            FROM (SELECT min(e.id) AS id, e.group_key, l.currency, l.party_id, count(*) AS events,
                         sum(e.amount) AS amount, min(e.bill_on) AS bill_on, min(e.on_date) AS since,
                         min(l.trigger) AS trigger, min(l.grouping) AS grouping, min(l.frequency) AS frequency,
                         array_agg(DISTINCT l.order_label) AS orders, array_agg(DISTINCT e.label) AS labels,
                         {STOP} AS stop, bool_or(e.state = 'held') AS asked
                  {FROM} GROUP BY e.group_key, l.currency, l.party_id, {STOP}) w
            JOIN parties_party p ON p.id = w.party_id ORDER BY w.bill_on, w.group_key LIMIT %(limit)s""",
        {"company": ctx.company_id, "party": party_id, "limit": limit},
    )


@dataclass(frozen=True, slots=True)
class Unbilled:
    """What is earned and not billed, summed by whether it may be billed now."""

    standing: str
    events: int
    amount: Decimal
    since: date


def unbilled_sums(ctx: Ctx, today: date, party_id: int | None = None) -> dict[str, Unbilled]:
    """Sum what is earned and not billed: ready, held, later."""
    found = select(
        Unbilled,
        f"""SELECT CASE WHEN {STOP} IS NOT NULL THEN 'held' WHEN e.bill_on <= %(today)s THEN 'ready' ELSE 'later' END,
                   count(*), sum(e.amount), min(e.on_date) {FROM} GROUP BY 1""",
        {"company": ctx.company_id, "party": party_id, "today": today},
    )
    return {one.standing: one for one in found}


@dataclass(frozen=True, slots=True)
class PolicySum:
    """What one way of billing has waiting."""

    trigger: str
    grouping: str
    frequency: str
    events: int
    ready: Decimal
    held: Decimal
    later: Decimal
    next_on: date | None


def policy_sums(ctx: Ctx, today: date, party_id: int | None = None) -> list[PolicySum]:
    """Sum what waits by trigger, grouping and frequency."""
    return select(
        PolicySum,
        f"""SELECT l.trigger, l.grouping, l.frequency, count(*),
                   coalesce(sum(e.amount) FILTER (WHERE {STOP} IS NULL AND e.bill_on <= %(today)s), 0),
                   coalesce(sum(e.amount) FILTER (WHERE {STOP} IS NOT NULL), 0),
                   coalesce(sum(e.amount) FILTER (WHERE {STOP} IS NULL AND e.bill_on > %(today)s), 0),
                   min(e.bill_on) FILTER (WHERE {STOP} IS NULL AND e.bill_on > %(today)s)
            {FROM} GROUP BY 1, 2, 3 ORDER BY 5 DESC""",
        {"company": ctx.company_id, "party": party_id, "today": today},
    )


def events_beside(ctx: Ctx, event_ids: Sequence[int], upto: date | None = None) -> list[int]:
    """Give the open events that will stand on the same documents as some, due by a day where one is given."""
    found = rows(
        """SELECT e.id FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
           WHERE e.company_id = %s AND e.state = 'open' AND (%s::date IS NULL OR e.bill_on <= %s)
             AND (e.group_key, l.currency) IN (
               SELECT x.group_key, y.currency FROM billing_billable_event x
               JOIN billing_billable_line y ON y.id = x.billable_line_id WHERE x.company_id = %s AND x.id = ANY(%s))
           ORDER BY e.bill_on, e.group_key, e.id""",
        [ctx.company_id, upto, upto, ctx.company_id, list(event_ids)],
    )
    return [number for (number,) in found]


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A billable event with the policy by which its line is billed."""

    id: int
    item_code: str
    label: str
    amount: Decimal
    on_date: date
    bill_on: date
    trigger: str
    grouping: str
    frequency: str
    policy: dict[str, Any]
    reason: str


def event_facts(ctx: Ctx, event_id: int) -> EventFacts | None:
    """Give a billable event, or nothing."""
    found = select(
        EventFacts,
        """SELECT e.id, l.item_code, e.label, e.amount, e.on_date, e.bill_on, l.trigger, l.grouping, l.frequency,
                  l.policy, coalesce(nullif(e.reason, ''), l.reason)
           FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
           WHERE e.company_id = %s AND e.id = %s""",
        [ctx.company_id, event_id],
    )
    return found[0] if found else None
