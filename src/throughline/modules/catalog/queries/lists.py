"""Items as their list asks for them."""

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
        ("f.code = %s", [family] if family else None),
        ("i.kind = %s", [kind] if kind else None),
        ("i.state = %s", [state] if state else None),
        ('i.code COLLATE "C" > %s', [after] if after else None),
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
    sql = f'{SELECT_ITEMS} WHERE {" AND ".join(conditions)} ORDER BY i.code COLLATE "C" LIMIT %s'
    return select(ItemFacts, sql, [*values, limit])


def family_choices() -> list[tuple[str, str]]:
    """Give the families by code with their names."""
    return [(code, name) for code, name in rows("SELECT code, name FROM catalog_family ORDER BY name LIMIT 200")]


def family_ids() -> list[tuple[int, str]]:
    """Give the families by id with their names."""
    return [(number, name) for number, name in rows("SELECT id, name FROM catalog_family ORDER BY name LIMIT 500")]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family with how many items are in it; `parent` is the code of the one above it, or empty."""

    id: int
    code: str
    name: str
    parent: str
    items: int


def families() -> list[FamilyRow]:
    """List the families by code; they are few."""
    return select(
        FamilyRow,
        """SELECT f.id, f.code, f.name, coalesce(p.code, ''), coalesce(i.count, 0)
           FROM catalog_family f LEFT JOIN catalog_family p ON p.id = f.parent_id
           LEFT JOIN (SELECT family_id, count(*) AS count FROM catalog_item GROUP BY family_id) i ON i.family_id = f.id
           ORDER BY f.code COLLATE "C" LIMIT 1000""",
    )


@dataclass(frozen=True, slots=True)
class CustomerNumber:
    """A number by which a customer orders an item."""

    id: int
    party_id: int
    item_id: int
    number: str


def numbers_of_item(item_id: int) -> list[CustomerNumber]:
    """Give the numbers that customers have for an item, 200 at most."""
    return _numbers("item_id = %s", item_id)


def numbers_of_customer(party_id: int) -> list[CustomerNumber]:
    """Give the numbers that a customer has for items, 200 at most."""
    return _numbers("party_id = %s", party_id)


def _numbers(condition: str, value: int) -> list[CustomerNumber]:
    return select(
        CustomerNumber,
        f"""SELECT id, party_id, item_id, number FROM catalog_customer_item
            WHERE {condition} ORDER BY number LIMIT 200""",
        [value],
    )
