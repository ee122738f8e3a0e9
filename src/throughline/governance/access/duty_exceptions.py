"""Recorded exceptions: a person may hold two conflicting duties for a time, for a reason, on another's approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.governance.access.checks import people_here
from throughline.governance.access.conflicts import pairs
from throughline.governance.duties import Duty
from throughline.governance.models import DutyException
from throughline.governance.signin.policies import demand_grant
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, operation

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class DutyExceptionInput:
    """An exception to record: who, which two duties, why, until when, and who approved it."""

    user_id: int
    duty: str
    conflicting: str
    reason: str
    valid_to: date
    approved_by: int


@operation("governance.record_duty_exceptions", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def record_duty_exceptions(ctx: Ctx, *, exceptions: Sequence[DutyExceptionInput]) -> list[int]:
    """Let people combine two conflicting duties until a day, a year at most; give the ids of the records.

    Nobody approves or records an exception for oneself.
    """
    demand_grant(ctx)
    for one in exceptions:
        _check(ctx, one)
    people_here(ctx, [one.user_id for one in exceptions] + [one.approved_by for one in exceptions])
    columns = ("user_id", "duty", "conflicting", "reason", "valid_to", "approved_by")
    records = [
        (one.user_id, one.duty, one.conflicting, one.reason.strip(), one.valid_to, one.approved_by)
        for one in exceptions
    ]
    constants = {"company_id": ctx.company_id, "granted_by": ctx.actor_id}
    ids = writes.insert(DutyException, columns, records, constants)
    ctx.running().touched("governance.duty_exception", *ids)
    ctx.running().touched("platform.user", *(one.user_id for one in exceptions))
    return ids


def _check(ctx: Ctx, one: DutyExceptionInput) -> None:
    if not pairs({one.duty, one.conflicting}):
        raise InvalidInput(
            "duties_do_not_conflict", f"{one.duty} and {one.conflicting} do not conflict.", field="conflicting"
        )
    if len(one.reason.strip()) < 8:
        raise InvalidInput("reason_missing", "Say why, for who audits this later.", field="reason")
    if not ctx.today <= one.valid_to <= ctx.today + timedelta(days=LONGEST_DAYS):
        raise InvalidInput(
            "end_out_of_range", "An exception ends between today and a year from now; renew it then.", field="valid_to"
        )
    if one.approved_by == one.user_id:
        raise RuleViolation(
            "own_approval", "Nobody approves an exception for oneself; name another person.", field="approved_by"
        )
    if one.user_id == ctx.actor_id:
        raise RuleViolation("own_exception", "Nobody records an exception for oneself; another administrator can.")


@operation("governance.end_duty_exceptions", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def end_duty_exceptions(ctx: Ctx, *, exceptions: Sequence[int]) -> int:
    """End recorded exceptions at once; give how many. The roles stay, their conflicting deeds are refused from now."""
    ended = rows(
        """UPDATE governance_duty_exception SET valid_to = %s
           WHERE company_id = %s AND id = ANY(%s) AND valid_to >= %s RETURNING id, user_id""",
        [ctx.today - timedelta(days=1), ctx.company_id, list(exceptions), ctx.today],
    )
    if len(ended) < len(set(exceptions)):
        raise NotFound("exception_unknown", "There is no such exception in force in this company.")
    ctx.running().touched("governance.duty_exception", *(row[0] for row in ended))
    ctx.running().touched("platform.user", *(row[1] for row in ended))
    return len(ended)
