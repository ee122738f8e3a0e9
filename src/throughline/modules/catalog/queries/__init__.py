"""Reading the catalog: facts of items and packagings in one statement each, codes to items, search."""

from throughline.modules.catalog.queries.find import ItemMatch, customer_numbers, find_items, resolve
from throughline.modules.catalog.queries.items import ItemFacts, PackagingFacts, items, packagings

__all__ = [
    "ItemFacts",
    "ItemMatch",
    "PackagingFacts",
    "customer_numbers",
    "find_items",
    "items",
    "packagings",
    "resolve",
]
