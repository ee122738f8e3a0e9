"""What a customer may owe and owes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.governance.findings import Finding, Severity
from throughline.kernel.money import ZERO

#: What stops goods after confirmation: the limit is exceeded, or something is overdue for too long.
OVER_LIMIT, OVERDUE = "credit_limit", "credit_overdue"


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit account of a party in company currency; no limit means that there is none."""

    party_id: int
    credit_limit: Decimal | None
    receivable: Decimal
    committed: Decimal

    @property
    def exposure(self) -> Decimal:
        """What the party owes and is going to owe; money on account lowers it."""
        return self.receivable + self.committed

    @property
    def available(self) -> Decimal | None:
        """What is left of the limit; below zero it is exceeded, None is no limit."""
        return None if self.credit_limit is None else self.credit_limit - self.exposure

    def excess(self, more: Decimal = ZERO) -> Decimal:
        """Give by how much the limit would be exceeded with `more` on top; 0 where it would not."""
        return ZERO if self.available is None else max(ZERO, more - self.available)


@dataclass(frozen=True, slots=True)
class Overdue:
    """The oldest due date among what a party owes and does not dispute, and how much is due since before today."""

    party_id: int
    since: date
    amount: Decimal


def later_findings(
    name: str, credit: Credit, overdue: Overdue | None, overdue_days: int | None, today: date
) -> list[Finding]:
    """Judge a customer whose order is confirmed already: its own weight stands in the exposure."""
    findings = []
    if credit.excess() > 0:
        facts = {
            "party_id": credit.party_id,
            "limit": credit.credit_limit,
            "exposure": credit.exposure,
            "over": credit.excess(),
        }
        message = (
            f"{name} owes or is to owe {credit.exposure}, {credit.excess()} over the limit of {credit.credit_limit}."
        )
        findings.append(Finding(OVER_LIMIT, Severity.BLOCK, message, facts, "credit"))
    if overdue is not None and overdue_days is not None and (today - overdue.since).days > overdue_days:
        days = (today - overdue.since).days
        message = f"{name} has {overdue.amount} overdue, the oldest for {days} days; {overdue_days} are allowed."
        given = {"party_id": credit.party_id, "amount": overdue.amount, "days": days, "allowed": overdue_days}
        findings.append(Finding(OVERDUE, Severity.BLOCK, message, given, "credit"))
    return findings
