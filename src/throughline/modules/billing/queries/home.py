"""What is due to be billed now, for homes: a bounded number of events, the earliest due first."""

from datetime import date
from decimal import Decimal

from throughline.modules.billing.queries.to_bill import FROM, STOP, InvoiceToCome
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: How many due events are looked at to find the documents that come first.
EVENTS = 2_000


def due_documents(ctx: Ctx, today: date, limit: int) -> list[InvoiceToCome]:
    """List the documents that are due and that nothing stops, the largest first."""
    return select(
        InvoiceToCome,
        f"""SELECT w.id, w.group_key, w.currency, w.party_id, p.name, w.events, w.amount, w.bill_on, w.since, w.trigger,
                   w.grouping, w.frequency, w.orders, w.labels, NULL, false
            FROM (SELECT min(id) AS id, group_key, currency, party_id, count(*) AS events, sum(amount) AS amount,
                         min(bill_on) AS bill_on, min(on_date) AS since, min(trigger) AS trigger,
                         min(grouping) AS grouping, min(frequency) AS frequency,
                         array_agg(DISTINCT order_label) AS orders, array_agg(DISTINCT label) AS labels
                  FROM (SELECT e.id, e.group_key, e.amount, e.bill_on, e.on_date, e.label, l.currency, l.party_id,
                               l.trigger, l.grouping, l.frequency, l.order_label
                        {FROM} AND e.bill_on <= %(today)s AND {STOP} IS NULL
                        ORDER BY e.bill_on, e.id LIMIT %(events)s) due
                  GROUP BY group_key, currency, party_id ORDER BY sum(amount) DESC, min(id) LIMIT %(limit)s) w
            JOIN parties_party p ON p.id = w.party_id ORDER BY w.amount DESC, w.id""",
        {"company": ctx.company_id, "party": None, "today": today, "events": EVENTS, "limit": limit},
    )


def invoiced_since(ctx: Ctx, since: date) -> Decimal:
    """Sum what was invoiced from a day on, credit notes taken off, net in company currency; by the index of dates."""
    ((total,),) = rows(
        """SELECT coalesce(sum(CASE kind WHEN 'credit_note' THEN -net ELSE net END), 0) FROM billing_invoice
           WHERE company_id = %s AND on_date >= %s AND state = 'posted'""",
        [ctx.company_id, since],
    )
    return Decimal(total)
