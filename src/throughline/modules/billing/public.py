"""The door of billing."""

from throughline.modules.billing.acts.credit import FreeCredit, register_credits
from throughline.modules.billing.acts.earn import Fact, TakenBack, earn, take_back_earned
from throughline.modules.billing.acts.register import (
    AmendedBillable,
    NewBillable,
    amend_lines,
    cut_lines,
    cut_unearned,
    lock_lines,
    register_lines,
)
from throughline.modules.billing.locks import LockedLine as LockedBillable
from throughline.modules.billing.operations.credit_without_origin import (
    CreditInput,
    CreditLineInput,
    credit_without_origin,
)
from throughline.modules.billing.operations.decide_waivers import decide_waivers, withdraw_waivers
from throughline.modules.billing.operations.run_billing import run_billing
from throughline.modules.billing.operations.set_tax_rates import RateInput, set_tax_rates
from throughline.modules.billing.operations.waive_events import waive_events
from throughline.modules.billing.policies import BILLING, TAX_ROUNDING, WAIVING
from throughline.modules.billing.queries.due import (
    Closed,
    Unbilled,
    closed_of,
    due_events,
    events_of_threads,
    unbilled,
)
from throughline.modules.billing.queries.earned import may_be_waived
from throughline.modules.billing.queries.rates import Rates, rate_of, rates_on
from throughline.modules.billing.queries.threads import ThreadInvoice, invoices_of_threads, unbilled_total

__all__ = [
    "BILLING",
    "TAX_ROUNDING",
    "WAIVING",
    "AmendedBillable",
    "Closed",
    "CreditInput",
    "CreditLineInput",
    "Fact",
    "FreeCredit",
    "LockedBillable",
    "NewBillable",
    "RateInput",
    "Rates",
    "TakenBack",
    "ThreadInvoice",
    "Unbilled",
    "amend_lines",
    "closed_of",
    "credit_without_origin",
    "cut_lines",
    "cut_unearned",
    "decide_waivers",
    "due_events",
    "earn",
    "events_of_threads",
    "invoices_of_threads",
    "lock_lines",
    "may_be_waived",
    "rate_of",
    "rates_on",
    "register_credits",
    "register_lines",
    "run_billing",
    "set_tax_rates",
    "take_back_earned",
    "unbilled",
    "unbilled_total",
    "waive_events",
    "withdraw_waivers",
]
