"""The door of the catalog."""

from throughline.modules.catalog.domain.inputs import TAX_CATEGORIES, ItemInput, PackagingInput
from throughline.modules.catalog.operations.save_customer_items import (
    CustomerItemInput,
    remove_customer_items,
    save_customer_items,
)
from throughline.modules.catalog.operations.save_families import FamilyInput, save_families
from throughline.modules.catalog.operations.save_items import save_items
from throughline.modules.catalog.operations.save_substitutes import (
    SubstituteInput,
    remove_substitutes,
    save_substitutes,
)
from throughline.modules.catalog.operations.set_item_state import set_item_state
from throughline.modules.catalog.queries import (
    ItemFacts,
    ItemMatch,
    PackagingFacts,
    customer_numbers,
    find_items,
    items,
    packagings,
    resolve,
)
from throughline.modules.catalog.queries.stored import StoredItem, known_families, stored_items
from throughline.modules.catalog.queries.substitutes import SubstituteFacts, substitutes_of

__all__ = [
    "TAX_CATEGORIES",
    "CustomerItemInput",
    "FamilyInput",
    "ItemFacts",
    "ItemInput",
    "ItemMatch",
    "PackagingFacts",
    "PackagingInput",
    "StoredItem",
    "SubstituteFacts",
    "SubstituteInput",
    "customer_numbers",
    "find_items",
    "items",
    "known_families",
    "packagings",
    "remove_customer_items",
    "remove_substitutes",
    "resolve",
    "save_customer_items",
    "save_families",
    "save_items",
    "save_substitutes",
    "set_item_state",
    "stored_items",
    "substitutes_of",
]
