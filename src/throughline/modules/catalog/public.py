"""The door of the catalog."""

from throughline.modules.catalog.domain.inputs import ItemInput, PackagingInput
from throughline.modules.catalog.operations.save_customer_items import CustomerItemInput, save_customer_items
from throughline.modules.catalog.operations.save_families import FamilyInput, save_families
from throughline.modules.catalog.operations.save_items import save_items
from throughline.modules.catalog.operations.set_item_state import set_item_state
from throughline.modules.catalog.queries import (
    ItemFacts,
    ItemMatch,
    PackagingFacts,
    find_items,
    items,
    packagings,
    resolve,
)

__all__ = [
    "CustomerItemInput",
    "FamilyInput",
    "ItemFacts",
    "ItemInput",
    "ItemMatch",
    "PackagingFacts",
    "PackagingInput",
    "find_items",
    "items",
    "packagings",
    "resolve",
    "save_customer_items",
    "save_families",
    "save_items",
    "set_item_state",
]
