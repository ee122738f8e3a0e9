"""Which invoices and credit notes bill which threads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ThreadInvoice:
    """What one posted document bills of one thread: `net` of its lines, beside the whole document."""

    thread_id: int
    invoice_id: int
    kind: str
    number: str
    on_date: date
    due_on: date
    net: Decimal
    document_net: Decimal
    document_gross: Decimal
    operation_id: int


def invoices_of_threads(ctx: Ctx, thread_ids: Iterable[int]) -> list[ThreadInvoice]:
    """List the posted documents that bill threads, oldest first; one statement."""
    return select(
        ThreadInvoice,
        """SELECT l.thread_id, i.id, i.kind, i.number, i.on_date, i.due_on, l.net, i.net, i.gross, i.operation_id
           FROM (SELECT thread_id, invoice_id, sum(net) AS net FROM billing_invoice_line
                 WHERE company_id = %s AND thread_id = ANY(%s) GROUP BY 1, 2) l
           JOIN billing_invoice i ON i.id = l.invoice_id AND i.state = 'posted' ORDER BY i.id""",
        [ctx.company_id, list(set(thread_ids))],
    )


def unbilled_total(ctx: Ctx) -> Decimal:
    """Sum what is earned and not billed, in company currency."""
    ((total,),) = rows(
        """SELECT coalesce(sum(amount), 0) FROM billing_billable_event
           WHERE company_id = %s AND state IN ('open', 'held')""",
        [ctx.company_id],
    )
    return Decimal(total)
