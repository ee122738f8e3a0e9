"""`GET /api/v1/{list}`: the list's own filters, sort, search and cursor, its rows as data."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from throughline.platform.operations import Ctx
from throughline.platform.rest.body import known_query
from throughline.platform.rest.cells import cell, row_of
from throughline.platform.rest.entrance import answer
from throughline.platform.rest.problems import wrong
from throughline.platform.rest.typed import FIRST_DAY, LARGEST_INTEGER, LAST_DAY
from throughline.platform.ui.asked import choices_of
from throughline.platform.ui.lists import Filter, ListRequest, ListScreen
from throughline.platform.ui.records import RecordScreen
from throughline.platform.ui.values import read

MOST = 200
LONGEST = 200
VALUES = 50
STANDING = ("view", "q", "sort", "size", "after")


def show_list(screen: ListScreen, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Give one page of a list and the address of the next."""
    asked = read_address(screen, request, ctx)
    found = screen.query(ctx, asked)
    rows = []
    for row in found.rows:
        shown = row_of(row, screen.columns)
        shown.setdefault("id", read(row, screen.row_id))
        rows.append(shown)
    body: dict[str, Any] = {"data": rows, "next": None}
    if found.sums:
        body["sums"] = {name: cell(one) for name, one in found.sums.items()}
    if found.next_cursor:
        body["next"] = _next(screen, request, asked, found.next_cursor)
        return answer(body, Link=f'<{body["next"]}>; rel="next"')
    return answer(body)


def path_of(slug: str) -> str:
    """Give the address of a list in this door."""
    return f"/api/v1/{slug}"


def record_path(screen: RecordScreen) -> str:
    """Give the address of a record: `{id}` stands for its number or code; what a company has once needs none."""
    return path_of(screen.slug) if screen.by == "company" else f"{path_of(screen.slug)}/{{id}}"


def read_filters(filters: Sequence[Filter], request: HttpRequest, ctx: Ctx) -> dict[str, list[str]]:
    """Read the filters that the address names; what does not fit is refused by name."""
    asked = {one.name: _values(one, request, ctx) for one in filters if one.name in request.GET}
    return {name: values for name, values in asked.items() if values}


def read_address(screen: ListScreen, request: HttpRequest, ctx: Ctx) -> ListRequest:
    """Read filters, sort, search, size and cursor; what does not fit is refused by name."""
    known_query(request, *STANDING, *(one.name for one in screen.filters))
    filters: dict[str, list[str]] = {}
    sort = screen.default_sort
    view = request.GET.get("view", "")
    if view:
        chosen = next((one for one in screen.views if one.name == view), None)
        if chosen is None:
            names = ", ".join(one.name for one in screen.views) or "none"
            raise wrong("view_unknown", f"There is no view {view[:60]}; there are: {names}.", "view")
        filters = {name: list(values) for name, values in chosen.filters.items()}
        sort = chosen.sort or sort
    filters |= {one.name: [] for one in screen.filters if one.name in request.GET}
    filters |= read_filters(screen.filters, request, ctx)
    return ListRequest(
        filters={name: values for name, values in filters.items() if values},
        sort=_sort(screen, request.GET.get("sort", "")) or sort,
        cursor=_cursor(screen, request.GET.get("after", "")),
        size=_size(screen, request.GET.get("size", "")),
        search=_text(request.GET.get("q", "").strip(), "q"),
    )


def _values(one: Filter, request: HttpRequest, ctx: Ctx) -> list[str]:
    values = [_text(value, one.name) for value in request.GET.getlist(one.name) if value]
    if len(values) > VALUES:
        raise wrong("too_many", f"{one.name} takes {VALUES} values at most.", one.name)
    choices = [value for value, _ in choices_of(one, ctx)] if one.kind == "choice" else []
    for value in values:
        if one.kind == "date":
            _day(value, one.name)
        elif one.kind == "flag" and value not in ("1", "0"):
            raise wrong("not_a_flag", f"{one.name} takes 1 or 0.", one.name)
        elif choices and value not in choices:
            known = ", ".join(choices[:40])
            raise wrong("not_a_choice", f"{one.name} takes one of {known}; not {value[:60]}.", one.name)
        elif one.kind == "lookup" and (not value.isascii() or not value.isdigit() or int(value) > LARGEST_INTEGER):
            raise wrong("not_an_id", f"{one.name} takes an id, not {value[:60]}.", one.name)
    return values


def _day(value: str, name: str) -> None:
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise wrong("not_a_date", f"{name} takes a day such as 2026-03-31.", name)


def _text(value: str, name: str) -> str:
    if len(value) > LONGEST:
        raise wrong("too_long", f"{name} takes {LONGEST} characters at most.", name)
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise wrong("not_a_text", f"{name} holds a NUL or half a surrogate pair; leave it out.", name)
    return value


def _sort(screen: ListScreen, sort: str) -> str:
    known = sorted(column.name for column in screen.columns if column.sortable)
    if sort and sort.removeprefix("-") not in known:
        named = ", ".join(known) or "nothing"
        raise wrong("sort_unknown", f"This list sorts by {named}, with a minus before for descending.", "sort")
    return sort


def _size(screen: ListScreen, size: str) -> int:
    if not size:
        return screen.size
    if not size.isascii() or not size.isdigit() or len(size) > 4 or not 1 <= int(size) <= MOST:
        raise wrong("out_of_range", f"A page has 1 to {MOST} rows.", "size")
    return int(size)


def _signer(screen: ListScreen) -> Signer:
    return Signer(salt=f"rest.cursor.{screen.slug}")


def _cursor(screen: ListScreen, after: str) -> str | None:
    """Read a cursor that this list gave; nobody makes one up."""
    if not after:
        return None
    unknown = wrong(
        "cursor_unknown", "Follow the link next of the page before; without, the list begins anew.", "after"
    )
    if len(after) > LONGEST:
        raise unknown
    try:
        return _signer(screen).unsign(after)
    except BadSignature as error:
        raise unknown from error


def _next(screen: ListScreen, request: HttpRequest, asked: ListRequest, cursor: str) -> str:
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name != "after"]
    query: list[tuple[str, str]] = [*kept, ("after", _signer(screen).sign(cursor))]
    return request.build_absolute_uri(f"{path_of(screen.slug)}?{urlencode(query)}")
