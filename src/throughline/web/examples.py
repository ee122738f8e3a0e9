"""Rows of a company that the first calls of an integrator name: a customer, a site, and an item that is there."""

from throughline.governance.public import sites
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import availability
from throughline.modules.parties.public import find_customers
from throughline.platform.operations import Ctx
from throughline.platform.rest.guide import Examples


def examples_of(ctx: Ctx) -> Examples:
    """Choose an open customer and the item of which the first site has most to promise."""
    places = sites(ctx)
    customer = next((one for one in find_customers(ctx, "", 5) if one.block == "none"), None)
    site = next(iter(places.values()), None)
    there = availability(ctx, site.id).values() if site else ()
    most = max(there, key=lambda one: one.free, default=None)
    item = items([most.item_id]).get(most.item_id) if most else None
    none = Examples()
    return Examples(
        customer.party_id if customer else none.party_id,
        customer.name if customer else none.party_label,
        site.id if site else none.site_id,
        site.name if site else none.site_label,
        item.id if item else none.item_id,
        f"{item.code}, {item.name}" if item else none.item_label,
    )
