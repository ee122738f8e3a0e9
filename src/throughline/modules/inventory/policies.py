"""Questions that inventory asks of policies."""

from dataclasses import dataclass

from throughline.governance.public import declare
from throughline.kernel.policy import Kind


@dataclass(frozen=True, slots=True)
class CostOfSales:
    """When cost of sales is booked: `at_issue`, or `deferred` until the quantity is billed."""

    recognise: str = "at_issue"


COST_OF_SALES = declare(
    Kind("inventory.cost_of_sales", "When the cost of goods shipped becomes cost of sales", CostOfSales, CostOfSales())
)


@dataclass(frozen=True, slots=True)
class Promising:
    """How demands are promised: how long goods are under way when no supply is known, in working days."""

    lead_time_days: int | None = None


PROMISING = declare(
    Kind("inventory.promising", "What may be promised when stock and known supplies do not do", Promising, Promising())
)


@dataclass(frozen=True, slots=True)
class Allocating:
    """How scarce stock is shared at release: `rank`, `equal` or `proportional`; and the order of bins: `fefo`."""

    method: str = "rank"
    removal: str = "fefo"
    min_remaining_days: int = 0


ALLOCATING = declare(
    Kind("inventory.allocating", "Who gets scarce stock, and which lots go first", Allocating, Allocating())
)
