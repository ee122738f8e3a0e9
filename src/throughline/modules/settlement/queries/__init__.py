"""Reading what parties owe: credit, open items, payments, ageing, and how far threads are paid."""

from throughline.modules.settlement.domain.credit import Credit
from throughline.modules.settlement.queries.ageing import Ageing, receivables_ageing
from throughline.modules.settlement.queries.credit import credit_facts
from throughline.modules.settlement.queries.items import (
    MatchFacts,
    OpenItemFacts,
    matches_of,
    open_items_by_id,
    open_items_for,
    open_items_of,
)
from throughline.modules.settlement.queries.payments import PaymentFacts, payments

__all__ = [
    "Ageing",
    "Credit",
    "MatchFacts",
    "OpenItemFacts",
    "PaymentFacts",
    "credit_facts",
    "matches_of",
    "open_items_by_id",
    "open_items_for",
    "open_items_of",
    "payments",
    "receivables_ageing",
]
