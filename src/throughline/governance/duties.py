"""Segregation of duties: classes of action, which of them conflict, and the gate at every operation."""

from enum import StrEnum

from throughline.kernel.errors import NotAllowed
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, reading


class Duty(StrEnum):
    """A class of action that one person should not combine with some others."""

    ORDER_ENTRY = "order entry"
    PRICING = "pricing"
    CREDIT = "credit"
    SHIPPING = "shipping"
    STOCK_ADJUSTMENT = "stock adjustment"
    PURCHASING = "purchasing"
    RECEIVING = "receiving"
    BILLING = "billing"
    POSTING = "posting"
    PAYMENT = "payment"
    MASTER_DATA = "master data"
    ADMINISTRATION = "administration"


def _pairs(duty: Duty, *others: Duty) -> set[frozenset[Duty]]:
    return {frozenset({duty, other}) for other in others}


#: Pairs that nobody combines without a recorded exception. Source: the usual order-to-cash, procure-to-pay and
#: record-to-report rule sets (goods issue x order entry, invoice x incoming payment, goods receipt x order ...).
CONFLICTS: frozenset[frozenset[Duty]] = frozenset(
    _pairs(Duty.ORDER_ENTRY, Duty.SHIPPING, Duty.BILLING, Duty.CREDIT, Duty.PRICING, Duty.PAYMENT)
    | _pairs(Duty.BILLING, Duty.PAYMENT, Duty.SHIPPING)
    | _pairs(Duty.PURCHASING, Duty.RECEIVING, Duty.PAYMENT)
    | _pairs(Duty.STOCK_ADJUSTMENT, Duty.SHIPPING, Duty.RECEIVING)
    | _pairs(Duty.ADMINISTRATION, *(duty for duty in Duty if duty is not Duty.ADMINISTRATION))
)


def conflicting(duty: str, held: frozenset[str]) -> list[str]:
    """List the held duties that conflict with one."""
    return sorted(other for other in held if frozenset({duty, other}) in CONFLICTS)


def gate(ctx: Ctx, duty: str) -> None:
    """Let a person act under a duty, unless it is not held or conflicts with another without a recorded exception.

    A reaction of the system acts on behalf of the author of its cause and needs no duty of its own.
    """
    if ctx.door == "flow":
        return
    if duty not in ctx.duties:
        raise NotAllowed("duty_missing", f"This is for those with the duty {duty}.", duty=duty)
    against = conflicting(duty, ctx.duties)
    if not against:
        return
    with reading(ctx):
        excepted = rows(
            """SELECT duty, conflicting FROM governance_duty_exception
               WHERE company_id = %s AND user_id = %s AND valid_to >= %s""",
            [ctx.company_id, ctx.actor_id, ctx.today],
        )
    allowed = {frozenset(pair) for pair in excepted}
    left = [other for other in against if frozenset({duty, other}) not in allowed]
    if left:
        raise NotAllowed(
            "duties_conflict",
            f"{duty} conflicts with {', '.join(left)}, which you hold too; an administrator can record an exception.",
            duty=duty,
            conflicting=left,
        )
