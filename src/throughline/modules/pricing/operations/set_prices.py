"""Setting prices of a price list."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.pricing.domain.inputs import PriceInput
from throughline.modules.pricing.events import PricesChanged
from throughline.modules.pricing.operations import units
from throughline.platform.database.statements import rows
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

Key = tuple[int, str, Decimal, date | None]


@operation("pricing.set_prices", permission="pricing.price.change", duty=Duty.PRICING)
def set_prices(ctx: Ctx, *, price_list: int, prices: Sequence[PriceInput]) -> Outcomes:
    """Set prices of a list; the same item, unit, quantity break and first day takes the new price.

    Three statements for any number of prices. What was before is kept as row history.
    """
    found = rows("SELECT code FROM pricing_price_list WHERE company_id = %s AND id = %s", [ctx.company_id, price_list])
    if not found:
        raise NotFound(
            "price_list_unknown", f"There is no price list {price_list}; save it first.", price_list=price_list
        )
    known = units.of(prices)
    items = units.known_items(known)
    refused: dict[int, Outcome] = {}
    kept: dict[Key, PriceInput] = {}
    for place, price in enumerate(prices):
        fault = units.fault(price, known, items)
        if fault is None and _key(price) in kept:
            fault = InvalidInput(
                "twice",
                f"Item {price.item_id} gets two prices per {price.unit} from {price.min_quantity}; leave one out.",
                field="prices",
            )
        if fault is None:
            kept[_key(price)] = price
        else:
            refused[place] = Outcome.refusal(place, str(price.item_id), fault)
    ids = _write(ctx, price_list, list(kept.values()))
    ctx.running().touched("pricing.price_list", price_list)
    for chunk in chunks(sorted({price.item_id for price in kept.values()})):
        announce(ctx, PricesChanged("price_list", price_list, chunk))
    return Outcomes(
        refused.get(place) or Outcome(place, str(price.item_id), "done", document=ids[_key(price)])
        for place, price in enumerate(prices)
    )


def _key(price: PriceInput) -> Key:
    return (price.item_id, price.unit, price.min_quantity, price.valid_from)


def _write(ctx: Ctx, price_list: int, kept: Sequence[PriceInput]) -> Mapping[Key, int]:
    if not kept:
        return {}
    saved = rows(
        """INSERT INTO pricing_price
               (company_id, price_list_id, item_id, unit, min_quantity, unit_price, valid_from, valid_to)
           SELECT %s, %s, u.* FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::numeric[], %s::date[],
               %s::date[]) AS u(item_id, unit, min_quantity) ORDER BY u.item_id, u.unit, u.min_quantity
           ON CONFLICT (company_id, price_list_id, item_id, unit, min_quantity, valid_from)
           DO UPDATE SET unit_price = excluded.unit_price, valid_to = excluded.valid_to
           RETURNING item_id, unit, min_quantity, valid_from, id""",
        [
            ctx.company_id,
            price_list,
            [price.item_id for price in kept],
            [price.unit for price in kept],
            [price.min_quantity for price in kept],
            [price.unit_price for price in kept],
            [price.valid_from for price in kept],
            [price.valid_to for price in kept],
        ],
    )
    return {(item, unit, quantity, start): number for item, unit, quantity, start, number in saved}
