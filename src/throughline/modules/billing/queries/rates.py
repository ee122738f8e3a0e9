"""Rates of tax as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.errors import RuleViolation
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

Rates = Mapping[tuple[str, str], Decimal]


def rates_on(ctx: Ctx, day: date) -> Rates:
    """Give the rates in percent by (customer category, item category) that hold on a day; one statement."""
    found = rows(
        """SELECT DISTINCT ON (customer_category, item_category) customer_category, item_category, rate
           FROM billing_tax_rate WHERE company_id = %s AND valid_from <= %s
           ORDER BY customer_category, item_category, valid_from DESC""",
        [ctx.company_id, day],
    )
    return {(customer, item): rate for customer, item, rate in found}


def rate_of(rates: Rates, customer_category: str, item_category: str) -> Decimal:
    """Give one rate, or raise where none was set."""
    if (customer_category, item_category) not in rates:
        raise RuleViolation(
            "tax_rate_missing",
            f"No rate of tax is set for {customer_category} customers and {item_category} items.",
            customer_category=customer_category,
            item_category=item_category,
        )
    return rates[customer_category, item_category]


@dataclass(frozen=True, slots=True)
class RateFacts:
    """A rate of tax for a kind of customer and a kind of item, from a day until the next one begins."""

    id: int
    customer_category: str
    item_category: str
    rate: Decimal
    valid_from: date
    valid_to: date | None


def tax_rates(ctx: Ctx) -> list[RateFacts]:
    """List all rates, the newest of a pair first."""
    return select(
        RateFacts,
        """SELECT id, customer_category, item_category, rate, valid_from,
                  (lead(valid_from) OVER (PARTITION BY customer_category, item_category ORDER BY valid_from) - 1)
           FROM billing_tax_rate WHERE company_id = %s
           ORDER BY customer_category, item_category, valid_from DESC LIMIT 1000""",
        [ctx.company_id],
    )
