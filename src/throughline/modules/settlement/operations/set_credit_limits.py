"""Setting how much customers may owe."""

from collections.abc import Mapping
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput, NotFound
from throughline.modules.parties.public import customers
from throughline.modules.settlement import locks
from throughline.modules.settlement.events import CreditLimitsChanged, LimitChange
from throughline.modules.settlement.queries.credit import credit_facts
from throughline.platform.database.statements import defer
from throughline.platform.events import LARGEST, announce
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("settlement.set_credit_limits", permission="settlement.credit.change", duty=Duty.CREDIT)
def set_credit_limits(ctx: Ctx, *, limits: Mapping[int, Decimal | None]) -> Outcomes:
    """Set the credit limits of customers in company currency, by party id; None is no limit.

    What a customer owes already is not judged: it may lie above the new limit, and new orders will be held.
    """
    known = customers(ctx, limits)
    faults = {party_id: _fault(party_id, limit, party_id in known) for party_id, limit in limits.items()}
    kept = {party_id: limit for party_id, limit in limits.items() if faults[party_id] is None}
    if kept:
        locks.credit_accounts(ctx, list(kept))
        before = credit_facts(ctx, kept)
        changes = [
            LimitChange(party_id, before[party_id].credit_limit, limit)
            for party_id, limit in sorted(kept.items())
            if before[party_id].credit_limit != limit
        ]
        _write(ctx, changes)
    outcomes = []
    for party_id, fault in faults.items():
        label = known[party_id].code if party_id in known else str(party_id)
        outcomes.append(
            Outcome.refusal(party_id, label, fault) if fault else Outcome(party_id, label, "done", document=party_id)
        )
    return Outcomes(outcomes)


def _fault(party_id: int, limit: Decimal | None, is_customer: bool) -> DomainError | None:
    if not is_customer:
        return NotFound("customer_unknown", f"Party {party_id} is no customer of this company.", party=party_id)
    if limit is not None and not (limit.is_finite() and 0 <= limit < 10**17 and limit == round(limit, 2)):
        return InvalidInput(
            "amount_invalid",
            f"Credit limit {limit} must be at least 0 with at most two decimals; leave it empty for no limit.",
            field="limits",
        )
    return None


def _write(ctx: Ctx, changes: list[LimitChange]) -> None:
    if not changes:
        return
    defer(
        "settlement_credit_account",
        """UPDATE settlement_credit_account a SET credit_limit = u.credit_limit
           FROM unnest(%s::bigint[], %s::numeric[]) AS u(party_id, credit_limit)
           WHERE a.company_id = %s AND a.party_id = u.party_id""",
        [[change.party_id for change in changes], [change.after for change in changes], ctx.company_id],
    )
    ctx.running().touched("settlement.credit", *(change.party_id for change in changes))
    for start in range(0, len(changes), LARGEST):
        announce(ctx, CreditLimitsChanged(tuple(changes[start : start + LARGEST])))
