"""Questions that billing asks of policies."""

from dataclasses import dataclass

from throughline.governance.public import declare
from throughline.kernel.policy import Kind


@dataclass(frozen=True, slots=True)
class BillingPolicy:
    """What earns, what stands on one invoice, and when it is billed.

    `trigger`: ordered, dispatched or accepted. `grouping`: shipment, order, ship_to or customer. `frequency`:
    immediate, weekly or monthly.
    """

    trigger: str = "accepted"
    grouping: str = "shipment"
    frequency: str = "immediate"


BILLING = declare(Kind("billing.policy", "When and how deliveries are billed", BillingPolicy, BillingPolicy()))


@dataclass(frozen=True, slots=True)
class TaxRounding:
    """Whether tax is rounded once per document and rate, or on each line."""

    per: str = "document"


TAX_ROUNDING = declare(
    Kind("billing.tax_rounding", "Whether tax is rounded per document and rate or per line", TaxRounding, TaxRounding())
)
