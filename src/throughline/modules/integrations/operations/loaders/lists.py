"""Finding price lists and sites by their codes, and what makes a price impossible."""

from decimal import Decimal

from throughline.kernel.errors import NotFound
from throughline.modules.pricing.public import ListFacts, price_lists
from throughline.platform.operations import Ctx

PRICE_STEP = Decimal("0.000001")


def list_named(ctx: Ctx, code: str) -> ListFacts:
    """Give a price list by its code."""
    found = next((one for one in price_lists(ctx) if one.code.upper() == code.upper()), None)
    if found is None:
        raise NotFound("price_list_unknown", f"There is no price list “{code}”; save it first.", field="price_list")
    return found


def price_fault(price: Decimal) -> str:
    """Say what is wrong with a price, or nothing."""
    if price < 0:
        return f"Price {price} is below zero."
    if price != price.quantize(PRICE_STEP):
        return f"Price {price} has more than six decimals."
    return ""
