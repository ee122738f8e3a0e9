"""Tables of what is traded."""

from throughline.modules.catalog.models.items import CustomerItem, Family, Item, Packaging, Substitute

__all__ = ["CustomerItem", "Family", "Item", "Packaging", "Substitute"]
