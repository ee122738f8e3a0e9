"""Items and their packagings by id."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from throughline.platform.database.statements import select


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item with what documents need to know of it."""

    id: int
    code: str
    name: str
    family_id: int | None
    family_code: str
    stock_unit: str
    unit_decimals: int
    kind: str
    state: str
    tax_category: str
    weight_kg: Decimal | None
    lot_tracked: bool
    version: int


@dataclass(frozen=True, slots=True)
class PackagingFacts:
    """A unit in which an item can be counted: `factor` stock units."""

    item_id: int
    code: str
    factor: Decimal
    gtin: str
    sellable: bool
    purchasable: bool


#: What stands before a condition to read `ItemFacts`.
SELECT_ITEMS = """SELECT i.id, i.code, i.name, i.family_id, coalesce(f.code, ''), i.stock_unit, i.unit_decimals,
    i.kind, i.state, i.tax_category, i.weight_kg, i.lot_tracked, i.version
    FROM catalog_item i LEFT JOIN catalog_family f ON f.id = i.family_id """


def items(ids: Iterable[int]) -> dict[int, ItemFacts]:
    """Give the facts of items by id, in one statement; unknown ids are left out."""
    found = select(ItemFacts, SELECT_ITEMS + "WHERE i.id = ANY(%s)", [list(set(ids))])
    return {item.id: item for item in found}


def packagings(item_ids: Iterable[int]) -> dict[tuple[int, str], PackagingFacts]:
    """Give the units of items by item and code, the stock unit with factor 1 among them, in one statement."""
    wanted = list(set(item_ids))
    found = select(
        PackagingFacts,
        """SELECT item_id, code, factor, gtin, sellable, purchasable FROM catalog_packaging WHERE item_id = ANY(%s)
           UNION ALL
           SELECT id, stock_unit, 1, gtin, true, true FROM catalog_item WHERE id = ANY(%s)""",
        [wanted, wanted],
    )
    return {(unit.item_id, unit.code): unit for unit in found}
