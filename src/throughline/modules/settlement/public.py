"""The door of settlement."""

from throughline.modules.settlement.acts.credit import change_committed, lock_credit
from throughline.modules.settlement.acts.items import NewOpenItem, open_documents, open_items
from throughline.modules.settlement.acts.recheck import Owing, Stop, stopped_threads
from throughline.modules.settlement.domain.matching import Against, MatchInput, PaymentInput
from throughline.modules.settlement.operations.match_items import match_items
from throughline.modules.settlement.operations.open_balances import OpeningInput, open_balances, reverse_openings
from throughline.modules.settlement.operations.recheck_credit_holds import recheck_credit_holds
from throughline.modules.settlement.operations.register_payments import register_payments
from throughline.modules.settlement.operations.set_credit_limits import set_credit_limits
from throughline.modules.settlement.operations.set_disputes import set_disputes
from throughline.modules.settlement.policies import CREDIT_CHECK
from throughline.modules.settlement.queries import (
    Ageing,
    Credit,
    MatchFacts,
    OpenItemFacts,
    PaymentFacts,
    credit_facts,
    matches_of,
    open_items_by_id,
    open_items_for,
    open_items_of,
    payments,
    receivables_ageing,
)
from throughline.modules.settlement.queries.totals import Receivable, receivable_total

__all__ = [
    "CREDIT_CHECK",
    "Against",
    "Ageing",
    "Credit",
    "MatchFacts",
    "MatchInput",
    "NewOpenItem",
    "OpenItemFacts",
    "OpeningInput",
    "Owing",
    "PaymentFacts",
    "PaymentInput",
    "Receivable",
    "Stop",
    "change_committed",
    "credit_facts",
    "lock_credit",
    "match_items",
    "matches_of",
    "open_balances",
    "open_documents",
    "open_items",
    "open_items_by_id",
    "open_items_for",
    "open_items_of",
    "payments",
    "receivable_total",
    "receivables_ageing",
    "recheck_credit_holds",
    "register_payments",
    "reverse_openings",
    "set_credit_limits",
    "set_disputes",
    "stopped_threads",
]
