"""How much of an item at a site still keeps as long as a customer asks, beside what others are promised of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Lasting:
    """What is allocated to nobody, by the day until which its lot keeps (None keeps for ever), and what is promised
    of it to demands whose goods must keep until a day.
    """

    lots: Sequence[tuple[date | None, Decimal]] = ()
    promised: tuple[tuple[date, Decimal], ...] = ()

    def room(self, until: date) -> Decimal:
        """Give what can be promised to one more demand whose goods must keep until a day.

        Goods that keep longer serve those who ask for less, never the other way: so for every day that somebody asks
        for, up to this one, all that keeps so long must cover all who ask for it.
        """
        asked = {until, *(day for day, _ in self.promised if day < until)}
        return max(min(self._keeping(day) - self._promised_from(day) for day in asked), ZERO)

    def promise(self, until: date, quantity: Decimal) -> "Lasting":
        """Give what is left when a quantity that must keep until a day is promised."""
        return replace(self, promised=(*self.promised, (until, quantity)))

    def _keeping(self, day: date) -> Decimal:
        return sum((quantity for until, quantity in self.lots if until is None or until >= day), ZERO)

    def _promised_from(self, day: date) -> Decimal:
        return sum((quantity for until, quantity in self.promised if until >= day), ZERO)
