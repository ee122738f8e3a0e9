"""What follows when the cause of a hold may have gone: a person decided, money came in, a limit was raised."""

from throughline.governance.public import HoldsDecided
from throughline.modules.billing.public import run_billing
from throughline.modules.sales.public import apply_amendments, confirm_orders, recheck_quotes, withdraw_amendments
from throughline.modules.settlement.events import CreditLimitsChanged, PaymentsRegistered
from throughline.modules.settlement.public import recheck_credit_holds
from throughline.platform.events import on
from throughline.platform.operations import Ctx, Versioned

ORDER = "sales.order"


@on(HoldsDecided, "control.holds_decided")
def holds_decided(ctx: Ctx, event: HoldsDecided) -> None:
    """A hold was decided: a quote is judged again and becomes an order, an amendment is carried out or dropped."""
    if event.released and event.subject_kind == ORDER and event.stage == "confirm":
        confirm_orders(ctx, orders=[Versioned(number) for number in event.subject_ids])
    if event.subject_kind == ORDER and event.stage == "amend":
        if event.released:
            apply_amendments(ctx, orders=event.subject_ids)
        else:
            withdraw_amendments(ctx, orders=event.subject_ids, refused=True)


@on(HoldsDecided, "control.bills_let_go")
def bills_let_go(ctx: Ctx, event: HoldsDecided) -> None:
    """Bills need not wait any more: what is due by now is billed."""
    if event.released and event.stage == "bill":
        run_billing(ctx, upto=ctx.today)


@on(PaymentsRegistered, "control.payments_free_goods")
def payments_free_goods(ctx: Ctx, event: PaymentsRegistered) -> None:
    """Money came in: goods that credit stopped on their way to these customers are looked at again."""
    recheck_credit_holds(ctx, parties=event.party_ids)


@on(PaymentsRegistered, "control.payments_free_quotes")
def payments_free_quotes(ctx: Ctx, event: PaymentsRegistered) -> None:
    """Money came in: quotes that credit stopped are looked at again."""
    recheck_quotes(ctx, parties=event.party_ids)


@on(CreditLimitsChanged, "control.limits_free_goods")
def limits_free_goods(ctx: Ctx, event: CreditLimitsChanged) -> None:
    """Limits were set anew: goods that credit stopped are looked at again."""
    recheck_credit_holds(ctx, parties=tuple(change.party_id for change in event.changes))


@on(CreditLimitsChanged, "control.limits_free_quotes")
def limits_free_quotes(ctx: Ctx, event: CreditLimitsChanged) -> None:
    """Limits were set anew: quotes that credit stopped are looked at again."""
    recheck_quotes(ctx, parties=tuple(change.party_id for change in event.changes))
