"""Making and changing price lists."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput
from throughline.modules.pricing.domain.inputs import PriceListInput, check_list
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("pricing.save_price_lists", permission="pricing.price.change", duty=Duty.PRICING)
def save_price_lists(ctx: Ctx, *, price_lists: Sequence[PriceListInput]) -> Outcomes:
    """Make the price lists that are new and change those that are known, by code; an outcome names the list."""
    refused: dict[int, Outcome] = {}
    kept: dict[str, PriceListInput] = {}
    for place, given in enumerate(price_lists):
        try:
            check_list(given)
            if given.code in kept:
                raise InvalidInput(
                    "twice", f"“{given.code}” stands twice in this set; leave one of them out.", field="code"
                )
            kept[given.code] = given
        except DomainError as error:
            refused[place] = Outcome.refusal(place, given.code, error)
    ids = _write(ctx, list(kept.values()))
    ctx.running().touched("pricing.price_list", *ids.values())
    return Outcomes(
        refused.get(place) or Outcome(place, given.code, "done", document=ids[given.code])
        for place, given in enumerate(price_lists)
    )


def _write(ctx: Ctx, kept: Sequence[PriceListInput]) -> dict[str, int]:
    if not kept:
        return {}
    return dict(
        rows(
            """INSERT INTO pricing_price_list
                   (company_id, code, name, currency, customer_group, valid_from, valid_to)
               SELECT %s, u.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[])
                   AS u(code) ORDER BY u.code
               ON CONFLICT (company_id, code) DO UPDATE SET name = excluded.name, currency = excluded.currency,
                   customer_group = excluded.customer_group, valid_from = excluded.valid_from,
                   valid_to = excluded.valid_to
               RETURNING code, id""",
            [
                ctx.company_id,
                [given.code for given in kept],
                [given.name for given in kept],
                [given.currency for given in kept],
                [given.customer_group for given in kept],
                [given.valid_from for given in kept],
                [given.valid_to for given in kept],
            ],
        )
    )
