"""Making and changing payment terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.parties.domain.inputs import check_text
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, Outcomes, masters, operation

KIND, TABLE = "parties.payment_terms", "parties_payment_terms"


@dataclass(frozen=True, slots=True)
class PaymentTermsInput:
    """Payment terms as they should be: due after days, a discount in percent when paid within fewer days.

    `version` refuses a change of what was changed meanwhile; 0 says that there are none of this code yet.
    """

    code: str
    name: str
    days: int = 0
    discount_days: int = 0
    discount_percent: Decimal = Decimal(0)
    version: int | None = None


@operation("parties.save_payment_terms", permission="parties.terms.change", duty=Duty.MASTER_DATA)
def save_payment_terms(ctx: Ctx, *, terms: Sequence[PaymentTermsInput]) -> Outcomes:
    """Make the payment terms that are new and change those that are known, by code."""
    judged = masters.judge(terms, _check, lambda given: given.code)
    masters.refuse_overtaken(judged, KIND, masters.known(TABLE, [given.code for given in judged.kept]))
    kept = judged.kept
    if kept:
        execute(
            """INSERT INTO parties_payment_terms AS t (code, name, days, discount_days, discount_percent, version)
               SELECT u.*, 1 FROM unnest(%s::text[], %s::text[], %s::int[], %s::int[], %s::numeric[]) AS u ORDER BY 1
               ON CONFLICT (upper(code) COLLATE "C") DO UPDATE SET name = excluded.name, days = excluded.days,
                   discount_days = excluded.discount_days, discount_percent = excluded.discount_percent,
                   version = t.version + 1""",
            [
                [given.code for given in kept],
                [given.name for given in kept],
                [given.days for given in kept],
                [given.discount_days for given in kept],
                [given.discount_percent for given in kept],
            ],
        )
    saved = masters.known(TABLE, [given.code for given in kept])
    return masters.done(ctx, judged, KIND, saved)


def _check(given: PaymentTermsInput) -> None:
    check_text(given.code, "code", 20)
    check_text(given.name, "name", 120)
    for field in ("days", "discount_days"):
        days = getattr(given, field)
        if not 0 <= days <= 3650:
            raise InvalidInput(
                "days_invalid", f"{days} in {field} must be a number of days from 0 to 3650.", field=field
            )
    percent = given.discount_percent
    if not percent.is_finite() or not 0 <= percent < 100 or percent != round(percent, 4):
        raise InvalidInput(
            "percent_invalid",
            f"{percent} in discount percent must be at least 0 and below 100, with at most four decimals.",
            field="discount_percent",
        )
    if given.discount_percent and given.discount_days > given.days:
        raise InvalidInput(
            "discount_after_due",
            f"A discount within {given.discount_days} days comes after the due date at {given.days} days; "
            "shorten discount days or lengthen days.",
            field="discount_days",
        )
