"""Making and changing price lists."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.modules.pricing.domain.inputs import PriceListInput, check_list
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, Outcomes, masters, operation

KIND, TABLE = "pricing.price_list", "pricing_price_list"


@operation("pricing.save_price_lists", permission="pricing.price.change", duty=Duty.PRICING)
def save_price_lists(ctx: Ctx, *, price_lists: Sequence[PriceListInput]) -> Outcomes:
    """Make the price lists that are new and change those that are known, by code; an outcome names the list."""
    judged = masters.judge(price_lists, check_list, lambda given: given.code)
    codes = [given.code for given in judged.kept]
    masters.refuse_overtaken(judged, KIND, masters.known(TABLE, codes, ctx.company_id))
    _write(ctx, judged.kept)
    saved = masters.known(TABLE, [given.code for given in judged.kept], ctx.company_id)
    return masters.done(ctx, judged, KIND, saved)


def _write(ctx: Ctx, kept: Sequence[PriceListInput]) -> None:
    if not kept:
        return
    execute(
        """INSERT INTO pricing_price_list AS l
               (company_id, version, code, name, currency, customer_group, valid_from, valid_to)
           SELECT %s, 1, u.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::date[])
               AS u(code) ORDER BY u.code
           ON CONFLICT (company_id, code) DO UPDATE SET name = excluded.name, currency = excluded.currency,
               customer_group = excluded.customer_group, valid_from = excluded.valid_from,
               valid_to = excluded.valid_to, version = l.version + 1""",
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
