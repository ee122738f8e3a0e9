"""Questions that billing asks of policies."""

from dataclasses import dataclass

from throughline.governance.public import declare
from throughline.kernel.policy import ORDER_FACTS, Kind, Parameter


@dataclass(frozen=True, slots=True)
class BillingPolicy:
    """What earns, what stands on one invoice, and when it is billed.

    `trigger`: ordered, dispatched or accepted. `grouping`: shipment, order, ship_to or customer. `frequency`:
    immediate, weekly or monthly.
    """

    trigger: str = "accepted"
    grouping: str = "shipment"
    frequency: str = "immediate"


BILLING = declare(
    Kind(
        "billing.policy",
        "When and how deliveries are billed",
        BillingPolicy,
        BillingPolicy(),
        about={
            "trigger": Parameter(
                "The fact that earns the amount",
                choices={
                    "ordered": "when the order is confirmed",
                    "dispatched": "when goods leave",
                    "accepted": "when the customer has accepted them",
                },
            ),
            "grouping": Parameter(
                "What stands on one invoice",
                choices={
                    "shipment": "each shipment by itself",
                    "order": "all of an order",
                    "ship_to": "all that went to an address",
                    "customer": "all of a customer",
                },
            ),
            "frequency": Parameter(
                "When it is billed",
                choices={"immediate": "at once", "weekly": "once a week", "monthly": "once a month"},
            ),
        },
        asked_by=("Confirming an order, for each of its lines",),
        facts=ORDER_FACTS,
    )
)


@dataclass(frozen=True, slots=True)
class TaxRounding:
    """Whether tax is rounded once per document and rate, or on each line."""

    per: str = "document"


TAX_ROUNDING = declare(
    Kind(
        "billing.tax_rounding",
        "Whether tax is rounded per document and rate or per line",
        TaxRounding,
        TaxRounding(),
        about={
            "per": Parameter(
                "Where the rounding is done",
                choices={"document": "once a document and rate", "line": "on every line"},
            )
        },
        asked_by=("Billing, for each invoice and credit note",),
        facts=(),
    )
)
