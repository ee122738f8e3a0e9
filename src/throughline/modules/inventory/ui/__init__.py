"""Screens of inventory: stock per site, and what it knows of an item: availability, places, who waits, what comes."""

from throughline.modules.inventory.ui import adjusting, adjustments, bins, item, stock, supplies
from throughline.platform import refs
from throughline.platform.ui import homes, lookups, screens, slots
from throughline.platform.ui.homes import HomePart


def register() -> None:
    """Make the screens of inventory known."""
    screens.register(stock.LIST, adjusting.ADJUST, adjusting.COUNT, bins.LIST, bins.MAKE)
    screens.register(adjustments.LIST, adjustments.RECORD, *adjustments.FORMS)
    screens.register(supplies.LIST, supplies.EXPECT, supplies.MOVE)
    lookups.register(adjusting.PLACES)
    homes.register(HomePart(adjustments.DECIDE, (adjustments.DECIDE,), rank=40, work=adjustments.waiting))
    refs.register("inventory.adjustment", adjustments.shown)
    slots.item_sections.register(item.sections, 10)
