"""What the valued ledger of stock comes to: the figures that the accounts of stock must equal."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Worth:
    """Stock, goods on the way between sites, and the cost of what left and is neither billed nor back, in currency."""

    stock: Decimal
    transit: Decimal
    deferred: Decimal


def worth(ctx: Ctx) -> Worth:
    """Sum the value pools, and the cost of issues that waits for its invoice; no other issues are read."""
    (found,) = select(
        Worth,
        """SELECT (SELECT coalesce(sum(value) FILTER (WHERE kind = 'stock'), 0) FROM inventory_value_pool
                   WHERE company_id = %(company)s),
                  (SELECT coalesce(sum(value) FILTER (WHERE kind <> 'stock'), 0) FROM inventory_value_pool
                   WHERE company_id = %(company)s),
                  (SELECT coalesce(sum(value - value_back - value_lost - value_recognised), 0) FROM inventory_issue
                   WHERE company_id = %(company)s AND is_deferred
                     AND value - value_back - value_lost - value_recognised <> 0)""",
        {"company": ctx.company_id},
    )
    return found
