"""Tables of prices."""

from throughline.modules.pricing.models.prices import Contract, ContractPrice, Price, PriceList

__all__ = ["Contract", "ContractPrice", "Price", "PriceList"]
