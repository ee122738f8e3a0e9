"""What waits to be billed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


def due_events(ctx: Ctx, upto: date, party_id: int | None = None, limit: int = 1000) -> list[int]:
    """List events to bill by a day, whole invoices together, oldest first."""
    found = rows(
        """SELECT e.id FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
           WHERE e.company_id = %s AND e.state = 'open' AND e.bill_on <= %s AND (%s::bigint IS NULL OR l.party_id = %s)
           ORDER BY e.bill_on, e.group_key, e.id LIMIT %s""",
        [ctx.company_id, upto, party_id, party_id, limit],
    )
    return [row[0] for row in found]


@dataclass(frozen=True, slots=True)
class Unbilled:
    """An earned amount that is not billed yet, with what a clerk needs to see of it."""

    event_id: int
    kind: str
    party_id: int
    thread_id: int | None
    order_label: str
    label: str
    item_code: str
    description: str
    quantity: Decimal
    unit: str
    amount: Decimal
    on_date: date
    bill_on: date
    group_key: str
    state: str


def unbilled(ctx: Ctx, *, threads: Iterable[int] | None = None, limit: int = 2000) -> list[Unbilled]:
    """List what is earned and not billed, by invoice to come."""
    return select(
        Unbilled,
        """SELECT e.id, e.kind, l.party_id, l.thread_id, l.order_label, e.label, l.item_code, l.description, e.quantity,
                  l.unit, e.amount, e.on_date, e.bill_on, e.group_key, e.state
           FROM billing_billable_event e JOIN billing_billable_line l ON l.id = e.billable_line_id
           WHERE e.company_id = %s AND e.state IN ('open', 'held')
             AND (%s::bigint[] IS NULL OR l.thread_id = ANY(%s))
           ORDER BY e.bill_on, e.group_key, e.id LIMIT %s""",
        [ctx.company_id, *([None, None] if threads is None else [list(threads)] * 2), limit],
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """What of a document line was billed, credits not taken off, was given up, or was taken back before either."""

    billed: Decimal
    waived: Decimal
    netted: Decimal

    @property
    def whole(self) -> Decimal:
        """Give what waits for no bill any more."""
        return self.billed + self.waived + self.netted


def closed_of(ctx: Ctx, ref_kind: str, ref_ids: Iterable[int]) -> dict[int, Closed]:
    """Give what of document lines was billed or never will be, in stock units by line."""
    found = rows(
        """SELECT ref_id, quantity_billed, quantity_waived, quantity_netted FROM billing_billable_line
           WHERE company_id = %s AND ref_kind = %s AND ref_id = ANY(%s)""",
        [ctx.company_id, ref_kind, list(ref_ids)],
    )
    return {ref: Closed(*quantities) for ref, *quantities in found}


def events_of_threads(ctx: Ctx, thread_ids: Iterable[int]) -> list[int]:
    """List the events of threads that are still to be billed."""
    found = rows(
        """SELECT id FROM billing_billable_event WHERE company_id = %s AND state = 'open' AND billable_line_id = ANY(
             ARRAY(SELECT id FROM billing_billable_line WHERE company_id = %s AND thread_id = ANY(%s))) ORDER BY id""",
        [ctx.company_id, ctx.company_id, list(thread_ids)],
    )
    return [row[0] for row in found]
