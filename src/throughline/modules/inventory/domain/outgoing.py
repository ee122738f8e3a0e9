"""The cost of goods that have left: what comes back or is lost takes along its share of what is still out."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import share


@dataclass(frozen=True, slots=True)
class Taken:
    """The cost of a part, and how much of it (quantity and cost) had become cost of sales."""

    cost: Decimal
    quantity_sold: Decimal
    cost_sold: Decimal


@dataclass(slots=True)
class StillOut:
    """What of an issue is neither back nor lost, with its cost in cents; `deferred` of it is not cost of sales yet.

    Nothing is deferred (None) where the company books cost of sales at issue.
    """

    quantity: Decimal
    cost: Decimal
    deferred: Decimal | None

    def take(self, quantity: Decimal) -> Taken:
        """Take a part off: its share of the cost, the last part the rest. What is still deferred goes first."""
        cost = share(self.cost, quantity, self.quantity)
        self.quantity -= quantity
        self.cost -= cost
        if self.deferred is None:
            return Taken(cost, quantity, cost)
        still = min(quantity, max(self.deferred, Decimal(0)))
        self.deferred -= still
        return Taken(cost, quantity - still, cost - share(cost, still, quantity) if still else cost)
