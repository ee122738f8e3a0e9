"""Screens of the catalog: items in a list and on a record, and the lookup behind item fields."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from throughline.governance.public import Dimension, declare_scope
from throughline.modules.catalog.permissions import READ
from throughline.modules.catalog.queries import find_items, items
from throughline.modules.catalog.queries.lists import family_ids
from throughline.modules.catalog.ui import customer_numbers, families, item_forms, substitutes
from throughline.modules.catalog.ui import item as item_screens
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Hit, Lookup, Option, lookups, record_url, screens, search
from throughline.platform.ui.slots import party_sections


def find(ctx: Ctx, words: str) -> Sequence[Hit]:
    """Find items for the palette."""
    if not ctx.may(READ):
        return []
    return [
        Hit(item.name, record_url("items", item.id), item.code, item.family_code, "package", group="Items")
        for item in find_items(words, 6)
    ]


def _options(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    return [Option(item.id, item.code, item.name, [item.stock_unit]) for item in find_items(words)]


def _known(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    return {number: Option(number, item.code, item.name) for number, item in items(values).items()}


ITEMS = Lookup("items", _options, _known, READ)


def _shown(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {n: refs.Shown("Item", item.code, record_url("items", n)) for n, item in items(ids).items()}


def _families(ctx: Ctx) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in family_ids()]


def register() -> None:
    """Make the screens of the catalog known."""
    screens.register(item_screens.LIST, item_screens.RECORD, item_screens.STATE)
    screens.register(substitutes.ADD, substitutes.REMOVE, families.LIST, families.SAVE)
    screens.register(item_forms.SAVE, customer_numbers.ADD, customer_numbers.REMOVE)
    lookups.register(ITEMS)
    declare_scope("item", Dimension("item", lookup="items", number=True))
    declare_scope("family", Dimension("family", choices=_families, number=True))
    party_sections.register(customer_numbers.of_customer, 60)
    search.register(find, "item")
    refs.register("catalog.item", _shown)
    refs.register("catalog.family", families.shown)
