"""Document numbers: gapless and chained where the law asks, from a plain sequence elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughline.platform.database.statements import defer, execute, rows
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Taken:
    """A run of gapless numbers and the hash of the document before them."""

    series_id: int
    prefix: str
    first: int
    last_hash: str

    def number(self, offset: int) -> str:
        """Give the printed number of the document at an offset of the run."""
        return f"{self.prefix}{self.first + offset:06d}"


def take(ctx: Ctx, code: str, prefix: str, count: int) -> Taken:
    """Take gapless numbers, locking the series until commit: the last thing that an operation does.

    Deferred constraints are checked before, so that nothing can fail afterwards. A dry run takes none.
    """
    unit = ctx.running()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    if not unit.fiscal:
        return Taken(0, f"{prefix}preview-", 0, "")
    found = rows(
        """INSERT INTO platform_number_series AS s (company_id, code, prefix, first_number, next_number, last_hash)
           VALUES (%(company)s, %(code)s, %(prefix)s, 1, 1 + %(count)s, '')
           ON CONFLICT (company_id, code) DO UPDATE SET next_number = s.next_number + %(count)s
           RETURNING id, prefix, next_number - %(count)s, last_hash""",
        {"company": ctx.company_id, "code": code, "prefix": prefix, "count": count},
    )
    return Taken(*found[0])


def seal(ctx: Ctx, taken: Taken, last_hash: str) -> None:
    """Keep the hash of the last document of the run, which the next one chains to."""
    if taken.series_id:
        defer(
            "platform_number_series",
            "UPDATE platform_number_series SET last_hash = %s WHERE id = %s",
            [last_hash, taken.series_id],
        )


def draw(sequence: str, count: int) -> list[int]:
    """Draw numbers from a sequence; gaps are allowed and mean nothing."""
    return [row[0] for row in rows("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])]


def draw_many(counts: Mapping[str, int]) -> dict[str, list[int]]:
    """Draw numbers from several sequences in one statement."""
    parts = ["SELECT %s::text, nextval(%s::regclass) FROM generate_series(1, %s)" for _ in counts]
    found = rows(" UNION ALL ".join(parts), [value for name, count in counts.items() for value in (name, name, count)])
    drawn: dict[str, list[int]] = {name: [] for name in counts}
    for name, number in found:
        drawn[name].append(number)
    return drawn
