"""Screens of pricing: the prices of an item on its record."""

from collections.abc import Iterable, Mapping, Sequence

from throughline.modules.parties.public import party_names
from throughline.modules.pricing.permissions import READ
from throughline.modules.pricing.queries.lists import contract_codes, list_codes
from throughline.modules.pricing.queries.of_item import ItemPrice, prices_of_item
from throughline.modules.pricing.ui import contract_forms, contracts, price_lists
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Column, Grid, Section, record_url, screens, slots
from throughline.platform.ui.numbered import Numbered, register_numbered
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
        Column("unit_price", "Price per unit", "price", unit="currency", priority=2),
        Column("valid_from", "Valid from", "date", dim=True),
        Column("valid_to", "Until", "date"),
    ]
    return [Grid("Prices", prices, columns, empty="No list or contract prices it.")]


def _lists(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {n: refs.Shown("Price list", code, record_url("price-lists", n)) for n, code in list_codes(ids).items()}


def _contracts(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {n: refs.Shown("Contract", code, record_url("contracts", n)) for n, code in contract_codes(ids).items()}


def register() -> None:
    """Make the screens of pricing known, and let the records of items show their prices."""
    screens.register(price_lists.LIST, price_lists.PRICES, price_lists.RECORD, price_lists.SAVE, price_lists.SET)
    screens.register(contracts.LIST, contracts.RECORD, contract_forms.SAVE)
    register_numbered(
        Numbered("price-lists", "Price list", "pricing_price_list", READ, "tags", "code", any_case=False),
        Numbered("contracts", "Contract", "pricing_contract", READ, "certificate", "code", any_case=False),
    )
    refs.register("pricing.price_list", _lists)
    refs.register("pricing.contract", _contracts)
    slots.item_sections.register(sections, 30)
