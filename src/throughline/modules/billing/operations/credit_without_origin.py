"""Credits that undo no delivery on record: price differences, fees, goods sold before the books began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, currency
from throughline.kernel.errors import InvalidInput
from throughline.modules.billing.acts.credit import FreeCredit, register_credits
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class CreditLineInput:
    """What is credited: a positive quantity at a unit price, with the tax category it was taxed under."""

    item_code: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    unit: str = "ea"
    tax_category: str = "standard"
    revenue_role: str = "REV"
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class CreditInput:
    """A credit to a customer with its reason, which stands on the document's lines for good."""

    party_id: int
    lines: Sequence[CreditLineInput]
    reason: str
    label: str = ""


@operation("billing.credit_without_origin", permission="billing.credit.approve", duty=Duty.BILLING)
def credit_without_origin(ctx: Ctx, *, credits: Sequence[CreditInput]) -> Outcomes:
    """Approve credits that have no delivery behind them; each becomes a credit note by the billing run.

    The reason is what justifies the lines, in place of a fulfilment. An outcome is a credit.
    """
    parties = customers(ctx, {credit.party_id for credit in credits})
    judged = sift(credits, partial(_judged, parties), lambda credit: (credit.party_id, credit.label or "credit"))
    sound = list(judged.sound.values())
    numbers = draw("billing_credit_number", len(sound)) if sound else []
    free = [
        FreeCredit(
            source=("billing.credit", number),
            label=credit.label or f"CR-{number:06d}",
            party_id=credit.party_id,
            customer_tax_category=parties[credit.party_id].tax_category,
            currency=currency(ctx),
            reason=credit.reason,
            item_id=line.item_id,
            item_code=line.item_code,
            description=line.description,
            unit=line.unit,
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_category=line.tax_category,
            revenue_role=line.revenue_role,
        )
        for number, credit in zip(numbers, sound, strict=True)
        for line in credit.lines
    ]
    if free:
        register_credits(ctx, free)
    return judged.with_done(
        Outcome(n, credit.label or f"CR-{n:06d}", "done", "approved", f"{len(credit.lines)} lines credited.", {}, n)
        for n, credit in zip(numbers, sound, strict=True)
    )


def _judged(parties: Mapping[int, CustomerFacts], credit: CreditInput) -> CreditInput:
    """Give a credit that can be approved, or refuse it."""
    if not credit.reason.strip():
        raise InvalidInput("reason_missing", "Say why it is credited; there is no delivery to show.", field="reason")
    if credit.party_id not in parties:
        raise InvalidInput("customer_unknown", f"Party {credit.party_id} is no customer.", field="party_id")
    if len(credit.label) > LONGEST_LABEL:
        told = f"The label has {len(credit.label)} characters; shorten it to {LONGEST_LABEL}."
        raise InvalidInput("too_long", told, field="label")
    if not credit.lines:
        raise InvalidInput("no_lines", "A credit needs at least one line.", field="lines")
    for line in credit.lines:
        if line.quantity <= 0 or line.unit_price < 0:
            told = f"{line.item_code}: credit a positive quantity at a price."
            raise InvalidInput("quantity_not_positive", told, field="quantity")
    return credit
