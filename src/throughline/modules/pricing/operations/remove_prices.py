"""Taking prices out of lists that should never have been there."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.pricing.events import PricesChanged
from throughline.platform.database.statements import rows
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("pricing.remove_prices", permission="pricing.price.change", duty=Duty.PRICING)
def remove_prices(ctx: Ctx, *, prices: Sequence[int], reason: str) -> Outcomes:
    """Take prices out of their lists; what they were is kept as row history, and what they priced keeps its price."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the prices are taken out.", field="reason")
    gone = rows(
        """DELETE FROM pricing_price WHERE company_id = %s AND id = ANY(%s)
           RETURNING id, price_list_id, item_id""",
        [ctx.company_id, list(prices)],
    )
    found = {number: (price_list, item) for number, price_list, item in gone}
    for price_list in sorted({one for one, _ in found.values()}):
        for chunk in chunks(sorted({item for one, item in found.values() if one == price_list})):
            announce(ctx, PricesChanged("price_list", price_list, chunk))
        ctx.running().touched("pricing.price_list", price_list)
    missing = NotFound("price_unknown", "The price is not there any more.")
    return Outcomes(
        Outcome(number, str(number), "done", document=number)
        if number in found
        else Outcome.refusal(number, str(number), missing)
        for number in prices
    )
