"""Closing a month of the books, and opening it again for a reason."""

from datetime import date

from throughline.governance.public import Duty
from throughline.kernel.dates import month_of
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.ledger.acts.post import close_lock
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation


@operation("ledger.close_period", permission="ledger.period.close", duty=Duty.POSTING)
def close_period(ctx: Ctx, *, month: date) -> None:
    """Refuse further entries in a month; it waits for those that are being posted. A month to come stays open."""
    if month_of(month) > month_of(ctx.today):
        raise InvalidInput("month_to_come", f"{month:%Y-%m} has not begun; close the months before it.", field="month")
    _set(ctx, month_of(month), "closed", "")


@operation("ledger.reopen_period", permission="ledger.period.reopen", duty=Duty.POSTING)
def reopen_period(ctx: Ctx, *, month: date, reason: str) -> None:
    """Allow entries in a closed month again; who did it and why stays in its history."""
    if not reason.strip() or len(reason) > 300:
        raise InvalidInput("reason_missing", "Say why in reason, in at most 300 characters.", field="reason")
    state = rows(
        "SELECT state FROM ledger_period WHERE company_id = %s AND month = %s", [ctx.company_id, month_of(month)]
    )
    if state != [("closed",)]:
        raise RuleViolation("month_open", f"{month:%Y-%m} is open already; there is nothing to open.", field="month")
    _set(ctx, month_of(month), "open", reason.strip())


def _set(ctx: Ctx, month: date, state: str, reason: str) -> None:
    execute("SELECT pg_advisory_xact_lock(%s)", [close_lock(ctx.company_id)])
    found = rows(
        """INSERT INTO ledger_period (company_id, month, state, changed_by, changed_at, reason)
           VALUES (%s, %s, %s, %s, %s, %s)
           ON CONFLICT (company_id, month) DO UPDATE SET state = excluded.state, changed_by = excluded.changed_by,
               changed_at = excluded.changed_at, reason = excluded.reason RETURNING id""",
        [ctx.company_id, month, state, ctx.actor_id, ctx.now, reason],
    )
    ctx.running().touched("ledger.period", *(number for (number,) in found))
