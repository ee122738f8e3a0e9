"""Screens of inventory: stock per site, and what it knows of an item: availability, places, who waits, what comes."""

from throughline.modules.inventory.ui import bins, item, stock
from throughline.platform.ui import screens, slots


def register() -> None:
    """Make the screens of inventory known."""
    screens.register(stock.LIST, stock.ADJUST, bins.LIST, bins.MAKE)
    slots.item_sections.register(item.sections, 10)
