"""What sales announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OrdersConfirmed:
    """Quotes became commitments: priced, credit-checked, promised, billable."""

    NAME: ClassVar[str] = "sales.orders_confirmed.v1"
    order_ids: tuple[int, ...]
    thread_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrdersHeld:
    """Quotes could not be confirmed: findings stop them."""

    NAME: ClassVar[str] = "sales.orders_held.v1"
    order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrdersCut:
    """Quantities of confirmed orders were cancelled."""

    NAME: ClassVar[str] = "sales.orders_cut.v1"
    order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrdersAmended:
    """Confirmed orders were changed: quantities, dates, prices, lines, customer order or address."""

    NAME: ClassVar[str] = "sales.orders_amended.v1"
    order_ids: tuple[int, ...]
