"""Finding records by the beginning of their number: declared by whoever owns the table, asked by an index.

The range is of the column as it stands and in the C collation: under row security a function of the column, or LIKE,
would read every row first. Each declared column has an index (company_id, column COLLATE "C").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughline.kernel.digits import is_id
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx
from throughline.platform.ui.registry import record_url
from throughline.platform.ui.search import Hit, search
from throughline.platform.ui.spoken import spoken

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"
MOST = 5


@dataclass(frozen=True)
class Numbered:
    """Records of a table by a column: `any_case` for numbers in capitals, else as they are written.

    Where records are numbered by their id, `prefix` stands before it (W-12) and `column` is empty; the id alone finds
    them too. `shown` is the column that names a hit, where another one is searched; `leads` gives the address.
    """

    slug: str
    noun: str
    table: str
    permission: str
    icon: str = "file-text"
    column: str = "number"
    any_case: bool = True
    prefix: str = ""
    shown: str = ""
    key: str = "id"
    leads: Callable[[int], str] | None = None

    def __call__(self, ctx: Ctx, words: str) -> Sequence[Hit]:
        """Give what the palette offers for some words."""
        if not ctx.may(self.permission):
            return []
        found = self.found(ctx, words)
        leads = self.leads or (lambda number: record_url(self.slug, number))
        return [Hit(code, leads(number), code, spoken(self.noun), self.icon) for number, code in found]

    def found(self, ctx: Ctx, words: str) -> list[tuple[int, str]]:
        """Give what words find: ids with their numbers, the first few in order."""
        return self._by_id(ctx, words) if self.prefix else self._by_beginning(ctx, words)

    def sql(self) -> str:
        """Give the statement behind it, for company, from, to and the most rows."""
        return f"""SELECT {self.key}, {self.shown or self.column} FROM {self.table}
            WHERE company_id = %s AND {self.column} COLLATE "C" >= %s AND {self.column} COLLATE "C" < %s
            ORDER BY company_id, {self.column} COLLATE "C" LIMIT %s"""

    def _by_beginning(self, ctx: Ctx, words: str) -> list[tuple[int, str]]:
        start = words.upper() if self.any_case else words
        return [(number, code) for number, code in rows(self.sql(), [ctx.company_id, start, start + LAST, MOST])]

    def _by_id(self, ctx: Ctx, words: str) -> list[tuple[int, str]]:
        number = words.upper().removeprefix(self.prefix.upper())
        if not is_id(number):
            return []
        found = rows(f"SELECT id FROM {self.table} WHERE company_id = %s AND id = %s", [ctx.company_id, int(number)])
        return [(one, f"{self.prefix}{one}") for (one,) in found]


#: Everything that is found so, for whoever looks at the indexes behind it.
NUMBERED: list[Numbered] = []


def register_numbered(*declared: Numbered, palette: bool = True) -> None:
    """Let the palette find these; without it, whoever declares them asks them."""
    for one in declared:
        NUMBERED.append(one)
        if palette:
            search.register(one)
