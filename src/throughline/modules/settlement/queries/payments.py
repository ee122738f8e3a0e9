"""Payments and what is left of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """Money received, and how much of it settles nothing yet."""

    id: int
    party_id: int
    number: str
    on_date: date
    amount: Decimal
    currency: str
    bank_reference: str
    state: str
    open_item_id: int
    unapplied: Decimal


def payments(
    ctx: Ctx,
    *,
    party_id: int | None = None,
    ids: list[int] | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[PaymentFacts]:
    """Give payments, the newest first: of one party, of some ids, or all.

    `before` is the last id of the page before.
    """
    return select(
        PaymentFacts,
        """SELECT p.id, p.party_id, p.number, p.on_date, p.amount, p.currency, p.bank_reference, p.state,
                  i.id, -i.balance
           FROM settlement_payment p
           JOIN settlement_open_item i ON i.company_id = p.company_id
                AND i.document_kind = 'settlement.payment' AND i.document_id = p.id
           WHERE p.company_id = %(company)s
             AND (%(party)s::bigint IS NULL OR p.party_id = %(party)s)
             AND (%(ids)s::bigint[] IS NULL OR p.id = ANY(%(ids)s))
             AND (%(before)s::bigint IS NULL OR p.id < %(before)s)
           ORDER BY p.id DESC LIMIT %(limit)s""",
        {"company": ctx.company_id, "party": party_id, "ids": ids, "before": before, "limit": limit},
    )
