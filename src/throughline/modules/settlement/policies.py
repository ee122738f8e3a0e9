"""Questions that settlement asks of policies."""

from dataclasses import dataclass

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
