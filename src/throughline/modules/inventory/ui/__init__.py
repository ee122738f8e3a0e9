"""Screens of inventory: stock per site, and what it knows of an item: availability, places, who waits, what comes."""

from throughline.modules.inventory.permissions import READ, READ_ADJUSTMENTS
from throughline.modules.inventory.ui import adjusting, adjustments, bins, item, stock, supplies, supply, turning
from throughline.platform import refs
from throughline.platform.ui import homes, lookups, record_url, screens, slots
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.numbered import Numbered, register_numbered


def register() -> None:
    """Make the screens of inventory known."""
    screens.register(stock.LIST, adjusting.ADJUST, adjusting.COUNT, turning.FORM, bins.LIST, bins.MAKE)
    screens.register(adjustments.LIST, adjustments.RECORD, *adjustments.FORMS)
    screens.register(supplies.LIST, supply.RECORD, supplies.EXPECT, supplies.MOVE)
    lookups.register(bins.BINS)
    homes.register(HomePart(adjustments.DECIDE, (adjustments.DECIDE,), rank=40, work=adjustments.waiting))
    register_numbered(
        Numbered("adjustments", "Adjustment", "inventory_adjustment", READ_ADJUSTMENTS, "adjustments", prefix="AD-"),
        Numbered("lots", "Lot", "inventory_lot", READ, "package", "code", any_case=False, key="item_id",
                 leads=lambda item: record_url("items", item)),
        Numbered("supplies", "Expected goods", "inventory_supply", READ, "truck-delivery", "label", any_case=False),
    )  # fmt: skip
    refs.register("inventory.adjustment", adjustments.shown)
    refs.register("inventory.lot", item.lots_shown)
    slots.item_sections.register(item.sections, 10)
