"""From what people and messages write to items: codes, customers' numbers, GTINs, beginnings of names."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.modules.catalog.domain.gtin import padded
from throughline.modules.catalog.queries.items import SELECT_ITEMS, ItemFacts
from throughline.platform.database.statements import rows, select

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """The item that a code names, and the unit: a packaging where its GTIN was given, else the stock unit."""

    item_id: int
    unit: str


def resolve(codes: Iterable[str], party_id: int | None = None) -> dict[str, ItemMatch]:
    """Give the items that codes name, by the code asked for, in one statement; unknown ones are left out.

    A customer's own number comes first, then our code, both in any case, then the GTIN of an item or a packaging.
    """
    asked = sorted(set(codes))
    found = rows(
        """WITH u AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS u(asked, code, gtin))
           SELECT DISTINCT ON (asked) asked, item_id, unit FROM (
               SELECT u.asked, 1 AS rank, i.id AS item_id, i.stock_unit AS unit FROM u
                 JOIN catalog_customer_item n
                   ON n.party_id = %s AND upper(n.number) COLLATE "C" = upper(u.code) COLLATE "C"
                 JOIN catalog_item i ON i.id = n.item_id
               UNION ALL
               SELECT u.asked, 2, i.id, i.stock_unit FROM u
                 JOIN catalog_item i ON upper(i.code) COLLATE "C" = upper(u.code) COLLATE "C"
               UNION ALL
               SELECT u.asked, 3, i.id, i.stock_unit FROM u
                 JOIN catalog_item i ON i.gtin <> '' AND lpad(i.gtin, 14, '0') = u.gtin
               UNION ALL
               SELECT u.asked, 4, p.item_id, p.code FROM u
                 JOIN catalog_packaging p ON p.gtin <> '' AND lpad(p.gtin, 14, '0') = u.gtin
           ) AS match ORDER BY asked, rank""",
        [asked, [code.strip() for code in asked], [padded(code.strip()) for code in asked], party_id],
    )
    return {code: ItemMatch(item_id, unit) for code, item_id, unit in found}


def customer_numbers(party_id: int, item_ids: Iterable[int]) -> dict[int, str]:
    """Give a customer's own numbers of items, by item; of several the first."""
    found = rows(
        """SELECT DISTINCT ON (item_id) item_id, number FROM catalog_customer_item
           WHERE party_id = %s AND item_id = ANY(%s) ORDER BY item_id, number""",
        [party_id, list(set(item_ids))],
    )
    return dict(found)


def find_items(text: str, limit: int = 20) -> list[ItemFacts]:
    """Give items whose code or name begins with a text, in any case, or whose GTIN it is, by code."""
    start = text.strip()
    return select(
        ItemFacts,
        SELECT_ITEMS
        + """WHERE i.id IN (
               SELECT id FROM catalog_item WHERE upper(code) COLLATE "C" >= upper(%(start)s)
                  AND upper(code) COLLATE "C" < upper(%(start)s) || %(last)s
               UNION ALL
               SELECT id FROM catalog_item WHERE lower(name) COLLATE "C" >= lower(%(start)s)
                  AND lower(name) COLLATE "C" < lower(%(start)s) || %(last)s
               UNION ALL
               SELECT id FROM catalog_item WHERE gtin <> '' AND lpad(gtin, 14, '0') = %(gtin)s)
             ORDER BY i.code LIMIT %(limit)s""",
        {"start": start, "last": LAST, "gtin": padded(start), "limit": limit},
    )
