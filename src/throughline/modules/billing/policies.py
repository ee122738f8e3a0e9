"""Questions that billing asks of policies."""

from dataclasses import dataclass
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class Waiving:
    """Up to which net amount a person may give up billing without another person, in company currency."""

    limit_without_approval: Decimal | None = Decimal(0)


WAIVING = declare(
    Kind(
        "billing.waiving",
        "What may stay unbilled without another person",
        Waiving,
        Waiving(),
        about={
            "limit_without_approval": Parameter(
                "Net amount up to which one person alone gives up billing; empty lets any amount",
                unit="company currency",
                least=0,
            )
        },
        asked_by=("Giving up billing, for all that is given up of a customer together",),
        facts=("customer",),
    )
)
