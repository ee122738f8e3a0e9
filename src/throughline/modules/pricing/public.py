"""The door of pricing."""

from throughline.modules.pricing.domain.choose import PriceAnswer, PriceRequest
from throughline.modules.pricing.domain.inputs import (
    ContractInput,
    ContractPriceInput,
    PriceInput,
    PriceListInput,
)
from throughline.modules.pricing.operations.remove_prices import remove_prices
from throughline.modules.pricing.operations.save_contract import save_contract
from throughline.modules.pricing.operations.save_price_lists import save_price_lists
from throughline.modules.pricing.operations.set_prices import set_prices
from throughline.modules.pricing.queries import price_lines
from throughline.modules.pricing.queries.stored import ListFacts, StoredPrice, price_lists, stored_prices

__all__ = [
    "ContractInput",
    "ContractPriceInput",
    "ListFacts",
    "PriceAnswer",
    "PriceInput",
    "PriceListInput",
    "PriceRequest",
    "StoredPrice",
    "price_lines",
    "price_lists",
    "remove_prices",
    "save_contract",
    "save_price_lists",
    "set_prices",
    "stored_prices",
]
