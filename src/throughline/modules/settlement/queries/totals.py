"""What all customers together owe."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Receivable:
    """What is owed and open, and how much of it is overdue, in company currency."""

    total: Decimal
    overdue: Decimal


def receivable_total(ctx: Ctx) -> Receivable:
    """Sum what customers owe now; only open items are read."""
    (found,) = select(
        Receivable,
        """SELECT coalesce(sum(balance), 0), coalesce(sum(balance) FILTER (WHERE due_on < %s AND balance > 0), 0)
           FROM settlement_open_item WHERE company_id = %s AND state = 'open'""",
        [ctx.today, ctx.company_id],
    )
    return found
