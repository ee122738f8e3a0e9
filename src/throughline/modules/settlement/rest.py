"""What programs ask of settlement: what is open, what settled what, who may owe how much, how old it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.modules.settlement.permissions import READ_ITEMS, READ_PAYMENTS
from throughline.modules.settlement.queries import (
    Ageing,
    MatchFacts,
    OpenItemFacts,
    PaymentFacts,
    credit_facts,
    matches_of,
    open_items_for,
    open_items_of,
    payments,
    receivables_ageing,
)
from throughline.platform.operations import Ctx
from throughline.platform.rest import read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class CreditShown:
    """What a customer may owe and owes: `exposure` is what is committed and what is open."""

    party_id: int
    credit_limit: Decimal | None
    receivable: Decimal
    committed: Decimal
    exposure: Decimal


@read("settlement.open_items", permission=READ_ITEMS)
def open_items(
    ctx: Ctx,
    *,
    party_id: int | None = None,
    settled: bool = False,
    document_kind: str = "billing.invoice",
    document_ids: Sequence[int] = (),
) -> list[OpenItemFacts]:
    """List the open items of a party by due date, or those of documents, with balance, discount and dispute."""
    found = open_items_of(ctx, party_id, settled=settled) if party_id is not None else []
    return found + (list(open_items_for(ctx, document_kind, document_ids).values()) if document_ids else [])


@read("settlement.matches", permission=READ_ITEMS)
def matches(ctx: Ctx, *, item_ids: Sequence[int]) -> list[MatchFacts]:
    """Say what was set against open items, on either side."""
    return matches_of(ctx, item_ids)


@read("settlement.credit", permission=READ_ITEMS)
def credit(ctx: Ctx, *, party_ids: Sequence[int]) -> list[CreditShown]:
    """Say what customers may owe and owe."""
    return [
        CreditShown(one.party_id, one.credit_limit, one.receivable, one.committed, one.receivable + one.committed)
        for one in credit_facts(ctx, party_ids).values()
    ]


@read("settlement.ageing", permission=READ_ITEMS)
def ageing(ctx: Ctx, *, as_of: date | None = None) -> list[Ageing]:
    """Say what every party owed at the end of a day by days overdue; the totals sum to the receivables account."""
    return receivables_ageing(ctx, as_of or ctx.today)


@read("settlement.payments", permission=READ_PAYMENTS)
def received(
    ctx: Ctx, *, party_id: int | None = None, ids: Sequence[int] | None = None, limit: Limit = 50
) -> list[PaymentFacts]:
    """List payments, the newest first, with what of each settles nothing yet."""
    return payments(ctx, party_id=party_id, ids=list(ids) if ids is not None else None, limit=limit)
