"""Items as their list asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from throughline.modules.catalog.queries.items import SELECT_ITEMS, ItemFacts
from throughline.platform.database.statements import rows, select

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"


def item_page(
    *, family: str = "", kind: str = "", state: str = "", search: str = "", after: str = "", limit: int = 50
) -> list[ItemFacts]:
    """List items by code, a page at a time by key."""
    conditions, values = ["true"], list[Any]()
    for condition, given in (
        ("i.family_id = (SELECT id FROM catalog_family WHERE code = %s)", [family] if family else None),
        ("i.kind = %s", [kind] if kind else None),
        ("i.state = %s", [state] if state else None),
        ('upper(i.code) COLLATE "C" > upper(%s)', [after] if after else None),
        (
            """i.id IN (SELECT id FROM catalog_item WHERE upper(code) COLLATE "C" >= upper(%s)
                 AND upper(code) COLLATE "C" < upper(%s) || %s
               UNION ALL SELECT id FROM catalog_item WHERE lower(name) COLLATE "C" >= lower(%s)
                 AND lower(name) COLLATE "C" < lower(%s) || %s)""",
            [search, search, LAST] * 2 if search else None,
        ),
    ):
        if given is not None:
            conditions.append(condition)
            values += given
    sql = f'{SELECT_ITEMS} WHERE {" AND ".join(conditions)} ORDER BY upper(i.code) COLLATE "C" LIMIT %s'
    return select(ItemFacts, sql, [*values, limit])


def family_choices() -> list[tuple[str, str]]:
    """Give the families by code with their names."""
    return [(code, name) for code, name in rows("SELECT code, name FROM catalog_family ORDER BY name LIMIT 200")]


def family_ids() -> list[tuple[int, str]]:
    """Give the families by id with their names."""
    return [(number, name) for number, name in rows("SELECT id, name FROM catalog_family ORDER BY name LIMIT 500")]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family with how many items are in it; the parent by its code, empty at the top."""

    id: int
    code: str
    name: str
    parent: str
    items: int
    version: int


SELECT_FAMILIES = """SELECT f.id, f.code, f.name, coalesce(p.code, ''), coalesce(i.count, 0), f.version
    FROM catalog_family f LEFT JOIN catalog_family p ON p.id = f.parent_id
    LEFT JOIN (SELECT family_id, count(*) AS count FROM catalog_item GROUP BY family_id) i ON i.family_id = f.id """


def families() -> list[FamilyRow]:
    """List the families by code; they are few."""
    return select(FamilyRow, SELECT_FAMILIES + 'ORDER BY f.code COLLATE "C" LIMIT 1000')


def family_page(*, after: int | None = None, limit: int = 50) -> list[FamilyRow]:
    """List families by id, a page at a time."""
    return select(FamilyRow, SELECT_FAMILIES + "WHERE f.id > %s ORDER BY f.id LIMIT %s", [after or 0, limit])


@dataclass(frozen=True, slots=True)
class CustomerItemRow:
    """The number that a customer uses for an item."""

    id: int
    party_id: int
    item_id: int
    item_code: str
    number: str


SELECT_NUMBERS = """SELECT n.id, n.party_id, n.item_id, i.code, n.number
    FROM catalog_customer_item n JOIN catalog_item i ON i.id = n.item_id """


def customer_item_page(
    party_id: int, *, item_ids: Sequence[int] | None = None, after: int | None = None, limit: int = 50
) -> list[CustomerItemRow]:
    """List a customer's own numbers of all or some items, a page at a time."""
    return select(
        CustomerItemRow,
        SELECT_NUMBERS
        + """WHERE n.party_id = %s AND (%s::bigint[] IS NULL OR n.item_id = ANY(%s)) AND n.id > %s
             ORDER BY n.id LIMIT %s""",
        [party_id, *[None if item_ids is None else list(item_ids)] * 2, after or 0, limit],
    )


def numbers_of_item(item_id: int) -> list[CustomerItemRow]:
    """Give the numbers that customers have for an item, 200 at most."""
    return select(CustomerItemRow, SELECT_NUMBERS + "WHERE n.item_id = %s ORDER BY n.number LIMIT 200", [item_id])
