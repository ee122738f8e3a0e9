"""What waits in settlement: customers above their limit, money that settles nothing yet; only what is open is read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class OverLimit:
    """A customer who owes, with what is confirmed and not billed, more than the limit."""

    party_id: int
    party: str
    credit_limit: Decimal
    receivable: Decimal
    committed: Decimal
    many: int

    @property
    def excess(self) -> Decimal:
        """What lies above the limit."""
        return self.receivable + self.committed - self.credit_limit


def over_limit(ctx: Ctx, limit: int) -> list[OverLimit]:
    """List the customers furthest above their limit; `many` counts them all. One row a customer is read."""
    return select(
        OverLimit,
        """SELECT a.party_id, p.name, a.credit_limit, a.receivable, a.committed, count(*) OVER ()
           FROM settlement_credit_account a JOIN parties_party p ON p.id = a.party_id
           WHERE a.company_id = %s AND a.receivable + a.committed > a.credit_limit
           ORDER BY a.receivable + a.committed - a.credit_limit DESC, a.party_id LIMIT %s""",
        [ctx.company_id, limit],
    )


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Money or a credit note of which something settles nothing yet."""

    id: int
    party_id: int
    party: str
    kind: str
    document_id: int
    number: str
    on_date: date
    left: Decimal


def unmatched(ctx: Ctx, limit: int) -> list[Unmatched]:
    """List what is left of payments and credit notes, the oldest first."""
    return select(
        Unmatched,
        """SELECT o.id, o.party_id, p.name, o.kind, o.document_id, o.number, o.on_date, -o.balance
           FROM settlement_open_item o JOIN parties_party p ON p.id = o.party_id
           WHERE o.company_id = %s AND o.state = 'open' AND o.balance < 0 ORDER BY o.on_date, o.id LIMIT %s""",
        [ctx.company_id, limit],
    )
