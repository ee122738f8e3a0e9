"""Questions that settlement asks of policies."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import declare
from throughline.kernel.policy import Kind, Parameter


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """Where credit is looked at again after confirmation, and from how many days overdue it stops goods.

    Without `overdue_days` only the limit counts. An order that credit has approved over the limit is not stopped by
    the limit again.
    """

    at_release: bool = True
    at_dispatch: bool = False
    overdue_days: int | None = None

    def looks_at(self, stage: str) -> bool:
        """Say whether credit is looked at before a stage."""
        return self.at_release if stage == "release" else self.at_dispatch


CREDIT_CHECK = declare(
    Kind(
        "settlement.credit_check",
        "Where credit stops goods after confirmation",
        CreditCheck,
        CreditCheck(),
        about={
            "at_release": Parameter("Credit is looked at before goods are released"),
            "at_dispatch": Parameter("Credit is looked at before goods leave"),
            "overdue_days": Parameter(
                "Days that an invoice may be overdue; empty looks at the limit only", unit="days", least=0, most=365
            ),
        },
        asked_by=("Releasing and dispatching, for each order",),
        facts=("customer", "customer_group", "service_class"),
    )
)


@dataclass(frozen=True, slots=True)
class PayingShort:
    """What may be missing of a payment: the cash discount, days of grace for it, and a little that is written off."""

    takes_discount: bool = True
    grace_days: int = 0
    tolerance: Decimal = Decimal(0)
    reduces_tax: bool = True


PAYING_SHORT = declare(
    Kind(
        "settlement.paying_short",
        "What may be missing of a payment",
        PayingShort,
        PayingShort(),
        about={
            "takes_discount": Parameter("A payment that is short by the cash discount takes it by itself"),
            "grace_days": Parameter(
                "Days after its end that a cash discount is granted", unit="days", least=0, most=60
            ),
            "tolerance": Parameter(
                "The most that is written off where a payment falls short", unit="company currency", least=0, most=100
            ),
            "reduces_tax": Parameter("A cash discount lowers the tax of the document by its share"),
        },
        asked_by=("Registering payments and matching items, for each customer",),
        facts=("customer", "customer_group"),
    )
)


@dataclass(frozen=True, slots=True)
class PaymentDates:
    """How many days after today a payment may be dated."""

    days_ahead: int = 0


PAYMENT_DATES = declare(
    Kind(
        "settlement.payment_dates",
        "How far ahead payments may be dated",
        PaymentDates,
        PaymentDates(),
        about={
            "days_ahead": Parameter(
                "Days after today that a payment may be dated; 0 for money that has come in only",
                unit="days",
                least=0,
                most=31,
            )
        },
        asked_by=("Registering payments",),
        facts=(),
    )
)
