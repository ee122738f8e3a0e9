"""What a customer may owe and owes."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO


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
