"""What an address asks of a list: filters, sort, search and page, and the addresses that lead on from there."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict

from throughline.kernel.digits import is_id
from throughline.platform.ui.boards import Board
from throughline.platform.ui.formats import day
from throughline.platform.ui.lists import Choices, Filter, ListRequest, ListScreen, View
from throughline.platform.ui.parsing import Unreadable, date_typed

if TYPE_CHECKING:
    from throughline.platform.operations import Ctx

SIZES = (25, 50, 100, 200)
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """The query of the address of a list or a board, read once; every link on the page is made from it."""

    screen: ListScreen | Board
    view: View | None
    request: ListRequest
    saved: str = ""

    def pairs(self, **changed: Sequence[str] | str | None) -> Pairs:
        """Give the query again with changes; a change to anything but the page goes back to the first page."""
        parts: dict[str, Sequence[str]] = {}
        if self.view:
            parts["view"] = [self.view.name]
        if self.saved:
            parts["saved"] = [self.saved]
        parts.update(self.request.filters)
        if self.request.search:
            parts["q"] = [self.request.search]
        if self.request.sort and self.request.sort != self._usual_sort():
            parts["sort"] = [self.request.sort]
        if self.request.size != self.screen.size:
            parts["size"] = [str(self.request.size)]
        for name, value in changed.items():
            parts[name] = [] if value is None else [value] if isinstance(value, str) else value
            if not parts[name] and self.view and name in self.view.filters:
                parts[name] = [""]  # said to be empty, else the view's own would come back
        return [(name, value) for name, values in parts.items() for value in values]

    def _usual_sort(self) -> str:
        return (self.view.sort if self.view else "") or self.screen.default_sort

    def url(self, **changed: Sequence[str] | str | None) -> str:
        """Give the address with changes."""
        return _address(self.screen.path, self.pairs(**changed))

    def without(self, name: str, value: str) -> str:
        """Give the address with one filter value taken away."""
        rest = [kept for kept in self.request.filters.get(name, ()) if kept != value]
        return self.url(**{name: rest})

    def cleared(self) -> str:
        """Give the address without filters and search."""
        return _address(self.screen.path, [("view", self.view.name)] if self.view else [])

    def sorted_by(self, column: str) -> str:
        """Give the address sorted by a column, turned round when it already is."""
        return self.url(sort=f"-{column}" if self.request.sort == column else column)


def _address(path: str, pairs: Pairs) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def read_query(screen: ListScreen, query: QueryDict) -> Asked:
    """Read an address; what it does not know it ignores, what is out of range becomes the usual."""
    view = next((view for view in screen.views if view.name == query.get("view")), None)
    if view is None and screen.views and not query:
        view = screen.views[0]
    filters = {one.name: _values(query, one) for one in screen.filters}
    if view:
        filters = {**{name: list(values) for name, values in view.filters.items()}, **_given(filters, query)}
    known = {column.name for column in screen.columns if column.sortable}
    sort = query.get("sort", "")
    if sort.removeprefix("-") not in known:
        sort = (view.sort if view else "") or screen.default_sort
    size = query.get("size", "")
    request = ListRequest(
        filters={name: values for name, values in filters.items() if values},
        sort=sort,
        cursor=query.get("after") or None,
        size=int(size) if is_id(size) and int(size) in SIZES else screen.size,
        search=query.get("q", "").strip(),
    )
    saved = query.get("saved", "")
    return Asked(screen, view, request, saved if is_id(saved) else "")


def read_board(board: Board, query: QueryDict) -> Asked:
    """Read the address of a board: its own filters, the way its rows stand, a search."""
    filters = {one.name: _values(query, one) for one in board.filters}
    sort = query.get("sort", "")
    request = ListRequest(
        filters={name: values for name, values in filters.items() if values},
        sort=sort if sort in board.sorts else board.default_sort,
        search=query.get("q", "").strip(),
    )
    return Asked(board, None, request)


def _values(query: QueryDict, one: Filter) -> list[str]:
    """Give the values of a filter; a day as people of the locale write it (31.12.2026) is the day in any language."""
    values = [value for value in query.getlist(one.name) if value]
    return [_day(value) for value in values] if one.kind == "date" else values


def _day(text: str) -> str:
    try:
        return date_typed(text).isoformat()
    except Unreadable:
        return text  # asks for nothing, and stands in the bar as it was written


def _given(filters: Mapping[str, list[str]], query: QueryDict) -> dict[str, list[str]]:
    """Give the filters that the address itself names; a view's own stand for those it does not."""
    return {name: values for name, values in filters.items() if name in query}


@dataclass(frozen=True)
class Pill:
    """One filter in force, as it stands in the bar."""

    label: str
    operator: str
    value: str
    remove: str


def pills(asked: Asked, ctx: "Ctx") -> list[Pill]:
    """Give the filters in force with their values in words."""
    shown = []
    known = {one.name: one for one in asked.screen.filters}
    for name, values in asked.request.filters.items():
        one = known.get(name)
        words = dict(choices_of(one, ctx)) if one else {}
        for value in values:
            text = words.get(value) or _word(one, value, ctx)
            shown.append(
                Pill(one.label if one else name, one.operator if one else "is", text, asked.without(name, value))
            )
    if asked.request.search:
        shown.append(Pill("Text", "begins with", asked.request.search, asked.url(q=None)))
    return shown


def _word(one: Filter | None, value: str, ctx: "Ctx") -> str:
    from throughline.platform.ui.search import lookups  # a lookup reads; most filters do not need one

    if one and one.kind == "flag":
        return "yes" if value == "1" else "no"
    if one and one.kind == "date":
        with suppress(ValueError):
            return day(date.fromisoformat(value))
    lookup = lookups.get(one.lookup) if one and one.kind == "lookup" else None
    if lookup is None:
        return value
    try:
        option = lookup.one(ctx, lookup.parse(value))
    except ValueError:
        return value
    return (option.name or option.code) if option else value


def choices_of(one: Filter | None, ctx: "Ctx") -> Choices:
    """Give the choices of a filter for this reader."""
    if one is None:
        return []
    return one.choices(ctx) if callable(one.choices) else one.choices
