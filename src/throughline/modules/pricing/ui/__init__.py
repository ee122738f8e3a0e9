"""Screens of pricing: the prices of an item on its record."""

from collections.abc import Sequence

from throughline.modules.parties.public import party_names
from throughline.modules.pricing.permissions import READ
from throughline.modules.pricing.queries.of_item import ItemPrice, prices_of_item
from throughline.platform.operations import Ctx
from throughline.platform.ui import Column, Grid, Section, slots
from throughline.platform.ui.sentences import tell


def sections(ctx: Ctx, item_id: int) -> Sequence[Section]:
    """Give the prices of an item: what beats what stands above it."""
    if not (ctx.may(READ) or ctx.may("sales.order.quote") or ctx.may("pricing.price.change")):
        return []
    prices = prices_of_item(ctx, item_id)
    names = party_names(one.party_id for one in prices if one.party_id is not None)

    def for_whom(row: ItemPrice) -> str:
        if row.party_id is not None:
            return names.get(row.party_id, "")
        return tell("group {group}", group=row.customer_group) if row.customer_group else tell("everybody")

    columns = [
        Column("name", "Price", priority=1),
        Column("whom", "For", value=for_whom, priority=2),
        Column("unit", "Unit", dim=True),
        Column("min_quantity", "From", "quantity", unit="unit", value=lambda row: row.min_quantity or None),
        Column("unit_price", "Price per unit", "money", unit="currency", priority=2),
        Column("valid_from", "Valid from", "date", dim=True),
        Column("valid_to", "Until", "date"),
    ]
    return [Grid("Prices", prices, columns, empty="No list or contract prices it.")]


def register() -> None:
    """Let the records of items show their prices."""
    slots.item_sections.register(sections, 30)
