"""Which units prices may be given in: the item's stock unit and its sellable packagings."""

from collections.abc import Iterable, Mapping

from throughline.kernel.errors import DomainError, InvalidInput, NotFound
from throughline.modules.catalog.public import PackagingFacts, packagings
from throughline.modules.pricing.domain.inputs import ContractPriceInput, PriceInput, check_price

Units = Mapping[tuple[int, str], PackagingFacts]


def of(prices: Iterable[PriceInput | ContractPriceInput]) -> Units:
    """Load the units of the items of some prices."""
    return packagings(price.item_id for price in prices)


def fault(price: PriceInput | ContractPriceInput, units: Units, items: frozenset[int]) -> DomainError | None:
    """Give what is wrong with a price, or nothing."""
    try:
        check_price(price)
    except DomainError as error:
        return error
    if price.item_id not in items:
        return NotFound(
            "item_unknown", f"There is no item {price.item_id} to give a price; save it first.", item=price.item_id
        )
    if (price.item_id, price.unit) not in units:
        known = ", ".join(sorted(code for item, code in units if item == price.item_id))
        return InvalidInput(
            "unit_unknown",
            f"Item {price.item_id} is not counted in unit “{price.unit}”; price it per {known}.",
            field="unit",
        )
    return None


def known_items(units: Units) -> frozenset[int]:
    """Give the items that exist: each has its stock unit at least."""
    return frozenset(item for item, _ in units)
