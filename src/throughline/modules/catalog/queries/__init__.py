"""Reading the catalog: facts of items and packagings in one statement each, codes to items, search."""

from throughline.modules.catalog.queries.find import ItemMatch, find_items, resolve
from throughline.modules.catalog.queries.items import ItemFacts, PackagingFacts, items, packagings

__all__ = ["ItemFacts", "ItemMatch", "PackagingFacts", "find_items", "items", "packagings", "resolve"]
