"""Finding rows by the beginning of a text: each way is a stretch of its index, so that what is read is what is found.

A list is searched by several ways at once, and the server cannot know how many rows each of them has where companies
share a table; asked for all in one condition it reads the table. Asked for one stretch after the other, in the order of
its index, it has nothing to decide. Row security leaves an index only to comparisons in the C collation, which tell
capitals from small letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.platform.database.statements import rows

#: More rows than these are not named one by one: whoever walks along the list soon meets a page of them.
BOUND = 1001
#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Way:
    """A column in which a text is looked for: its index holds company and column in the C collation.

    `whole` takes the text as it is, else its beginning counts: as typed, with its first letter in capitals, or all.
    """

    column: str
    whole: bool = False

    def stretches(self, words: str) -> list[tuple[str, str]]:
        """Give the first and the last text of each stretch."""
        if self.whole:
            return [(words, words)]
        starts = dict.fromkeys((words, words[:1].upper() + words[1:], words.upper()))
        return [(start, start + LAST) for start in starts]


def found_ids(
    table: str,
    company_id: int,
    words: str,
    ways: Sequence[Way],
    *,
    under: tuple[str, Sequence[int] | None] | None = None,
    condition: str = "true",
) -> list[int] | None:
    """Give the ids of the rows that a text finds; None where there are too many to name.

    `under` names a column and the ids in it that the text stands for too, such as those of customers of that name.
    """
    parts, values = list[str](), list[object]()
    for way in ways:
        for first, last in way.stretches(words):
            parts.append(
                f"""(SELECT id FROM {table} WHERE company_id = %s AND {condition}
                     AND {way.column} COLLATE "C" >= %s AND {way.column} COLLATE "C" <= %s
                     ORDER BY {way.column} COLLATE "C" LIMIT %s)"""
            )
            values += [company_id, first, last, BOUND]
    if under:
        column, named = under
        if named is None:
            return None
        parts.append(
            f"""(SELECT theirs.id FROM unnest(%s::bigint[]) AS named(id) CROSS JOIN LATERAL (
                    SELECT id FROM {table} WHERE company_id = %s AND {condition}
                      AND {column} >= named.id AND {column} <= named.id
                    ORDER BY {column} LIMIT %s) AS theirs LIMIT %s)"""
        )
        values += [list(named), company_id, BOUND, BOUND]
    found = rows(" UNION ".join(parts), values)
    return None if len(found) >= BOUND else [number for (number,) in found]
