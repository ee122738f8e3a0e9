"""What customers may owe and owe."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit account of a party in company currency; no limit means that there is none."""

    party_id: int
    credit_limit: Decimal | None
    receivable: Decimal
    committed: Decimal

    @property
    def exposure(self) -> Decimal:
        """What the party owes and is going to owe; money on account lowers it."""
        return self.receivable + self.committed

    @property
    def available(self) -> Decimal | None:
        """What is left of the limit; below zero it is exceeded, None is no limit."""
        return None if self.credit_limit is None else self.credit_limit - self.exposure

    def excess(self, more: Decimal = ZERO) -> Decimal:
        """Give by how much the limit would be exceeded with `more` on top; 0 where it would not."""
        return ZERO if self.available is None else max(ZERO, more - self.available)


def credit_facts(ctx: Ctx, party_ids: Iterable[int]) -> dict[int, Credit]:
    """Give the credit accounts of parties without locking; who has none owes nothing and has no limit."""
    wanted = set(party_ids)
    found = select(
        Credit,
        """SELECT party_id, credit_limit, receivable, committed FROM settlement_credit_account
           WHERE company_id = %s AND party_id = ANY(%s)""",
        [ctx.company_id, list(wanted)],
    )
    nothing = {party_id: Credit(party_id, None, ZERO, ZERO) for party_id in wanted}
    return nothing | {credit.party_id: credit for credit in found}
