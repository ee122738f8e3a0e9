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
    _sum_up(ctx, month_of(month))


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


def _sum_up(ctx: Ctx, month: date) -> None:
    """Keep what the accounts come to in a month that is closed; nothing is posted to it while this is asked."""
    execute(
        """INSERT INTO ledger_total (company_id, account_id, month, debit, credit)
           SELECT a.company_id, a.id, %(month)s::date, coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0),
                  coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)
           FROM ledger_account a JOIN ledger_entry_line l ON l.company_id = a.company_id AND l.account_id = a.id
                AND l.on_date >= %(month)s::date AND l.on_date < %(month)s::date + interval '1 month'
           WHERE a.company_id = %(company)s GROUP BY a.company_id, a.id""",
        {"month": month, "company": ctx.company_id},
    )


def _set(ctx: Ctx, month: date, state: str, reason: str) -> None:
    """Set the state of a month, alone with the books; what was summed of it before counts no more."""
    execute("SELECT pg_advisory_xact_lock(%s)", [close_lock(ctx.company_id)])
    execute("DELETE FROM ledger_total WHERE company_id = %s AND month = %s", [ctx.company_id, month])
    found = rows(
        """INSERT INTO ledger_period (company_id, month, state, changed_by, changed_at, reason)
           VALUES (%s, %s, %s, %s, %s, %s)
           ON CONFLICT (company_id, month) DO UPDATE SET state = excluded.state, changed_by = excluded.changed_by,
               changed_at = excluded.changed_at, reason = excluded.reason RETURNING id""",
        [ctx.company_id, month, state, ctx.actor_id, ctx.now, reason],
    )
    ctx.running().touched("ledger.period", *(number for (number,) in found))
