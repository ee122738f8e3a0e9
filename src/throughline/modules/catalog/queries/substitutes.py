"""Which items may be delivered for which."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.platform.database.statements import select


@dataclass(frozen=True, slots=True)
class SubstituteFacts:
    """An active item that may be delivered for another."""

    item_id: int
    substitute_id: int
    code: str
    name: str
    keeps_price: bool
    remark: str


def substitutes_of(item_ids: Iterable[int]) -> dict[int, list[SubstituteFacts]]:
    """Give what may be delivered for items, the first choice first, in one statement; what is not sold is left out."""
    found = select(
        SubstituteFacts,
        """SELECT s.item_id, s.substitute_id, i.code, i.name, s.keeps_price, s.remark
           FROM catalog_substitute s JOIN catalog_item i ON i.id = s.substitute_id AND i.state = 'active'
           WHERE s.item_id = ANY(%s) ORDER BY s.item_id, s.rank, i.code""",
        [sorted(set(item_ids))],
    )
    by_item: dict[int, list[SubstituteFacts]] = {}
    for one in found:
        by_item.setdefault(one.item_id, []).append(one)
    return by_item
