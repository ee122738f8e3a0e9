"""Items as they are kept, in the shape in which they are entered: for doors that change only a part of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from throughline.modules.catalog.domain.inputs import ItemInput, PackagingInput
from throughline.platform.database.statements import rows


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item with its id and what would have to be entered to have it as it is."""

    id: int
    version: int
    entered: ItemInput


def stored_items(codes: Iterable[str]) -> dict[str, StoredItem]:
    """Give the items that codes name, by code in capitals, packagings included; two statements."""
    wanted = sorted({code.upper() for code in codes})
    found = rows(
        """SELECT upper(i.code), i.id, i.version, i.code, i.name, coalesce(f.code, ''), i.stock_unit, i.unit_decimals,
                  i.kind, i.state, i.tax_category, i.gtin, i.weight_kg, i.lot_tracked
           FROM unnest(%s::text[]) AS u(code) JOIN catalog_item i ON upper(i.code) COLLATE "C" = u.code COLLATE "C"
           LEFT JOIN catalog_family f ON f.id = i.family_id""",
        [wanted],
    )
    items = {code: StoredItem(number, version, ItemInput(*rest)) for code, number, version, *rest in found}
    return _with_packagings(items)


def _with_packagings(items: dict[str, StoredItem]) -> dict[str, StoredItem]:
    units: dict[int, list[PackagingInput]] = {}
    for item, *rest in rows(
        """SELECT item_id, code, factor, gtin, level, weight_kg, sellable, purchasable FROM catalog_packaging
           WHERE item_id = ANY(%s) ORDER BY item_id, level, code""",
        [[item.id for item in items.values()]],
    ):
        units.setdefault(item, []).append(PackagingInput(*rest))
    return {
        code: replace(item, entered=replace(item.entered, packagings=tuple(units[item.id])))
        if item.id in units
        else item
        for code, item in items.items()
    }


def known_families() -> set[str]:
    """Give the codes of all families; they are few."""
    return {code for (code,) in rows("SELECT code FROM catalog_family")}
