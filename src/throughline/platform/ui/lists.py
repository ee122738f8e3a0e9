"""Lists: filters in the URL, saved views, columns, bulk operations, export, keyset pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from throughline.kernel.digits import is_id
from throughline.platform.operations import Ctx
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.registry import Screen
from throughline.platform.ui.values import Action, Column, Value

Choices = Sequence[tuple[str, str]]

#: The largest id that a table can hold.
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class ListRequest:
    """What the address asks for. `sort` is a column name, with a minus before it for descending.

    `cursor` is what the query itself gave as `next_cursor`; it means nothing to the screen.
    """

    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = ""
    cursor: str | None = None
    size: int = 50
    search: str = ""

    def one(self, name: str) -> str | None:
        """Give the single value of a filter, or None when it is not set."""
        values = self.filters.get(name)
        return values[0] if values else None

    def number(self, name: str) -> int | None:
        """Give a filter that names a row, or None when it is not set; what is no number asks for nothing."""
        return _number(self.one(name))

    def day(self, name: str) -> date | None:
        """Give a filter that is a day, or None when it is not set; what is no day asks for nothing."""
        try:
            return date.fromisoformat(self.one(name) or "")
        except ValueError:
            return None

    @property
    def before(self) -> int | None:
        """The cursor of a list that pages by its rows' ids."""
        return _number(self.cursor)

    @property
    def beyond(self) -> tuple[date, int] | None:
        """The cursor of a list that pages by a day and, within it, by its rows' ids: `2026-03-02,41`."""
        day, _, number = (self.cursor or "").partition(",")
        found = _number(number)
        try:
            return None if found is None else (date.fromisoformat(day), found)
        except ValueError:
            return None


def _number(text: str | None) -> int | None:
    return int(text) if text and is_id(text) else None


@dataclass(frozen=True)
class ListPage:
    """One page of rows, and where the next begins (None on the last). `sums` stand in the foot, by column."""

    rows: Sequence[Any]
    next_cursor: str | None = None
    sums: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def cut(
        cls,
        found: Sequence[Any],
        size: int,
        key: Callable[[Any], Any] = lambda row: row.id,
        show: Callable[[Sequence[Any]], Sequence[Any]] | None = None,
    ) -> "ListPage":
        """Cut a page out of rows of which one more was asked for than it holds.

        It goes on by `key` of its last row; `show` makes of its rows what the list shows.
        """
        page = found[:size]
        cursor = str(key(page[-1])) if len(found) > size else None
        return cls(show(page) if show else page, cursor)

    @classmethod
    def by_id(cls, found: Sequence[Any], size: int) -> "ListPage":
        """Cut a page that shows its rows as they are, and goes on by the id of the last one."""
        return cls.cut(found, size)

    @classmethod
    def of_few(cls, found: Iterable[Any], words: str, *names: str) -> "ListPage":
        """Give all rows, of which there are few, or those that hold words in one of the columns named."""
        wanted = words.casefold()
        return cls([row for row in found if wanted in " ".join(str(getattr(row, name)) for name in names).casefold()])


@dataclass(frozen=True)
class Filter:
    """A filter that the user may set: `choice` (any of several), `lookup`, `text`, `date` or `flag`.

    `operator` is the word between name and value: is, before, from, contains.
    """

    name: str
    label: str
    kind: Literal["choice", "lookup", "text", "date", "flag"] = "choice"
    choices: Choices | Callable[[Ctx], Choices] = ()
    operator: str = "is"
    lookup: str = ""


@dataclass(frozen=True)
class View:
    """A saved view, shown as a tab. `count` must be bounded (1,000+) and is left out where it would be slow."""

    name: str
    label: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = ""
    count: Callable[[Ctx], int | None] | None = None


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what is missing, where the rows are instead, the one action that shows them.

    `first_use` says how rows come to be; it stands below, for who is new here.
    """

    title: str
    text: str = ""
    first_use: str = ""
    action: Action | None = None


@dataclass(frozen=True, kw_only=True)
class ListScreen(Screen):
    """A list at `/<slug>/`, whole page or fragment under the same address, with its exports.

    `query` reads one page inside the reading transaction. Rows are anything whose attributes the columns name;
    `row_id` (and `version`, when rows have one) identify what is ticked for a bulk operation.
    """

    title: str
    query: Callable[[Ctx, ListRequest], ListPage]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    views: Sequence[View] = ()
    default_sort: str = ""
    bulk: Sequence[Bulk] = ()
    new: Action | None = None
    actions: Sequence[Action] = ()
    empty: Empty = Empty("Nothing here")
    row_url: Callable[[Any], str] | None = None
    row_id: Value = "id"
    row_label: Value | None = None
    searchable: bool = True
    size: int = 50
    parent: str = ""
