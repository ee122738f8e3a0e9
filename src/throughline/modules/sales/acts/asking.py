"""How a confirmed order is asked to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.modules.sales.acts.pricing import LineInput
from throughline.platform.operations import Versioned


@dataclass(frozen=True, slots=True)
class LineAmendment:
    """A change of a line; what is left empty stays.

    `quantity` is all that shall be delivered in the end, in the line's unit, what has left included. `unit_price` is
    the price before the discount.
    """

    line_id: int
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    requested_on: date | None = None


@dataclass(frozen=True, slots=True)
class AmendmentInput:
    """A change of an order: of lines, new lines, and of its head. What is left empty stays as it is.

    `requested_on` moves every line of which something has not left, but for those that say their own day.
    """

    order: Versioned
    reason: str
    lines: Sequence[LineAmendment] = ()
    added: Sequence[LineInput] = ()
    requested_on: date | None = None
    customer_po: str | None = None
    ship_to_id: int | None = None
    carrier_service: str | None = None
