"""Setting rates of tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, operation


@dataclass(frozen=True, slots=True)
class RateInput:
    """The rate in percent for a kind of customer and a kind of item, from a day on."""

    customer_category: str
    item_category: str
    rate: Decimal
    valid_from: date


@operation("billing.set_tax_rates", permission="billing.tax.change", duty=Duty.MASTER_DATA)
def set_tax_rates(ctx: Ctx, *, rates: Sequence[RateInput]) -> int:
    """Set rates from a day on; give how many."""
    for rate in rates:
        if not 0 <= rate.rate <= 100:
            raise InvalidInput("rate_out_of_range", f"{rate.rate} % is no rate of tax; 0 to 100 is.", field="rate")
    execute(
        """INSERT INTO billing_tax_rate (company_id, customer_category, item_category, rate, valid_from)
           SELECT %s, u.* FROM unnest(%s::text[], %s::text[], %s::numeric[], %s::date[]) AS u
           ON CONFLICT (company_id, customer_category, item_category, valid_from) DO UPDATE SET rate = excluded.rate""",
        [
            ctx.company_id,
            [rate.customer_category for rate in rates],
            [rate.item_category for rate in rates],
            [rate.rate for rate in rates],
            [rate.valid_from for rate in rates],
        ],
    )
    return len(rates)
