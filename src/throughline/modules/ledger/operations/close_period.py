"""Closing a month of the books."""

from datetime import date

from throughline.governance.public import Duty
from throughline.kernel.dates import month_of
from throughline.modules.ledger.acts.post import close_lock
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, operation


@operation("ledger.close_period", permission="ledger.period.close", duty=Duty.POSTING)
def close_period(ctx: Ctx, *, month: date) -> None:
    """Refuse further entries in a month; it waits for those that are being posted."""
    execute("SELECT pg_advisory_xact_lock(%s)", [close_lock(ctx.company_id)])
    execute(
        """INSERT INTO ledger_period (company_id, month, state) VALUES (%s, %s, 'closed')
           ON CONFLICT (company_id, month) DO UPDATE SET state = 'closed'""",
        [ctx.company_id, month_of(month)],
    )
