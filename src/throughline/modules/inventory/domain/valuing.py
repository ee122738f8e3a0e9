"""Moving average in cents: what a quantity taken from a pool is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import share


@dataclass(slots=True)
class Pool:
    """A running pool: quantity and value, taken from and added to line by line."""

    quantity: Decimal
    value: Decimal

    def take(self, quantity: Decimal) -> Decimal:
        """Take a quantity at the average: round(value x quantity / on hand); the last piece takes the rest."""
        if quantity > self.quantity:
            raise RuleViolation(
                "pool_short", f"{quantity} cannot leave a pool of {self.quantity}.", on_hand=str(self.quantity)
            )
        worth = share(self.value, quantity, self.quantity)
        self.quantity -= quantity
        self.value -= worth
        return worth

    def add(self, quantity: Decimal, value: Decimal) -> None:
        """Add a quantity at its value."""
        self.quantity += quantity
        self.value += value


def take_in_order(pools: dict[int, Pool], lines: Iterable[tuple[int, Decimal]]) -> list[Decimal]:
    """Take lines of (pool key, quantity) in their order, so that a set equals its parts to the cent."""
    return [pools[key].take(quantity) for key, quantity in lines]
