"""The pages of a list: the whole page, the part htmx asks for, its files and its bulk operations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import export
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view
from throughline.platform.ui.asked import Asked, choices_of, pills, read_query
from throughline.platform.ui.bulk_view import bulk_routes
from throughline.platform.ui.lists import Empty, ListPage, ListScreen
from throughline.platform.ui.offering import offered, offered_of
from throughline.platform.ui.own_views import (
    address_of,
    choosable,
    chosen,
    keeping,
    list_name,
    look_of,
    query_of,
    usual_columns,
    views_of,
)
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.shell import Crumb, crumbs_to
from throughline.platform.ui.values import Action, Column, Look, OwnView, label_of, read

PART = "list"
_FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def list_routes(screen: ListScreen) -> list[URLPattern]:
    """Give the urls of a list."""
    base = f"{screen.slug}/" if screen.slug else ""

    def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        return show_list(screen, request, ctx)

    def export_file(request: HttpRequest, ctx: Ctx, kind: str) -> FileResponse:
        return export_list(screen, request, ctx, kind)

    return [
        path(base, screen_view(show, screen.permission), name=f"list-{screen.slug}"),
        path(
            f"{base}export.<str:kind>",
            screen_view(export_file, screen.permission, rehearses=True),
            name=f"export-{screen.slug}",
        ),
        *bulk_routes(screen, screen.bulk),
    ]


def show_list(screen: ListScreen, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show one page of a list."""
    views = views_of(ctx, screen)
    own = chosen(views, request.GET)
    asked = read_query(screen, query_of(own, request.GET))
    look = look_of(ctx, screen, own)
    context = list_context(screen, asked, screen.query(ctx, asked.request), ctx, views, own, look)
    if is_fragment(request, PART):
        return fragment(request, ctx, "ui/list_body.html", context)
    crumbs = crumbs_to(screen.parent, screen.title) if screen.parent else [Crumb(screen.title)]
    return page(request, ctx, "ui/list.html", context, crumbs=crumbs)


def list_context(
    screen: ListScreen,
    asked: Asked,
    found: ListPage,
    ctx: Ctx,
    views: Sequence[OwnView] = (),
    own: OwnView | None = None,
    look: Look | None = None,
) -> dict[str, Any]:
    """Give the template what a list shows."""
    look = look or Look()
    chooser = choosable(usual_columns(screen, own), look)
    columns = [one.column for one in chooser]
    bulk = [one for one in screen.bulk if one.allowed(ctx)]
    return {
        "screen": screen,
        "actions": offered_of(screen.actions, ctx),
        "empty": _empty(screen, ctx),
        "asked": asked,
        "rows": [_row(screen, row, ctx) for row in found.rows],
        "heads": heads(columns, asked),
        "columns": columns,
        "chooser": chooser,
        "density": look.density,
        "list_name": list_name(screen, own),
        "views": [_tab(view, asked, ctx, own) for view in screen.views] + [_own_tab(screen, one, own) for one in views],
        "keeping": offered_of(keeping(screen, asked.pairs(), own), ctx) if asked.pairs() or screen.views else [],
        "own": own,
        "pills": pills(asked, ctx),
        "filters": [{"filter": one, "choices": choices_of(one, ctx)} for one in screen.filters],
        "kept": asked.pairs(),
        "bulk": bulk,
        "bulk_path": screen.path,
        "new": screen.new if screen.new and offered(screen.new, ctx) else None,
        "sums": sum_cells(columns, found.sums),
        "next_url": asked.url(after=found.next_cursor) if found.next_cursor else "",
        "first_url": asked.url() if asked.request.cursor else "",
        "clear_url": asked.cleared(),
        "export_csv": f"{screen.path}export.csv{asked.url()[len(screen.path) :]}",
        "export_xlsx": f"{screen.path}export.xlsx{asked.url()[len(screen.path) :]}",
        "elsewhere": _elsewhere(asked),
        "filtered": bool(asked.request.search or (asked.request.filters and not _as_viewed(asked))),
    }


def _empty(screen: ListScreen, ctx: Ctx) -> Empty:
    """Give what stands in an empty list, with the deed that fills it where that is the reader's."""
    deed = screen.empty.action or (replace(screen.new, key="") if screen.new else None)
    return replace(screen.empty, action=deed if deed and offered(deed, ctx) else None)


def _followed(url: str | None, ctx: Ctx) -> str | None:
    """Give where a row leads, unless that is a form that this reader may not open."""
    if url is None or not url.startswith("/do/"):
        return url
    return url if offered(Action("", url=url), ctx) else None


def _elsewhere(asked: Asked) -> dict[str, str]:
    """Say where rows may be when a view that filters is empty: in the first view, or in the whole list."""
    if not asked.view or not asked.view.filters:
        return {}
    first = asked.screen.views[0]
    if first is asked.view:
        return {}
    return {
        "view": asked.view.label,
        "label": tell("Show “{label}”", label=said(first.label)),
        "url": f"{asked.screen.path}?view={first.name}",
    }


def _as_viewed(asked: Asked) -> bool:
    """Say whether the filters are just those of the view."""
    own = {name: list(values) for name, values in asked.view.filters.items()} if asked.view else {}
    return own == {name: list(values) for name, values in asked.request.filters.items()}


def _row(screen: ListScreen, row: Any, ctx: Ctx) -> dict[str, Any]:
    version = getattr(row, "version", None) if not isinstance(row, Mapping) else row.get("version")
    number = read(row, screen.row_id)
    return {
        "row": row,
        "url": _followed(screen.row_url(row), ctx) if screen.row_url else None,
        "tick": f"{number}:{version}" if version is not None else str(number),
        "id": number,
        "label": str(read(row, screen.row_label)) if screen.row_label else label_of(row, screen.columns),
    }


def heads(columns: Sequence[Column], asked: Asked | None = None) -> list[dict[str, Any]]:
    """Give the heads of a grid, with where sorting leads and how it is sorted now."""
    shown = []
    for column in columns:
        direction = ""
        if asked and asked.request.sort.removeprefix("-") == column.name:
            direction = "descending" if asked.request.sort.startswith("-") else "ascending"
        url = asked.sorted_by(column.name) if asked and column.sortable else ""
        shown.append({"column": column, "url": url, "direction": direction})
    return shown


def sum_cells(columns: Sequence[Column], sums: Mapping[str, Any]) -> list[tuple[Column, Any]]:
    """Give the foot cell by cell, or nothing when there are no totals."""
    return [(column, sums.get(column.name)) for column in columns] if sums else []


def _own_tab(screen: ListScreen, view: OwnView, own: OwnView | None) -> dict[str, Any]:
    label = view.name if view.is_own else f"{view.name} ({view.role})"
    return {"label": label, "url": address_of(screen, view), "current": view is own, "count": None, "own": True}


def _tab(view: Any, asked: Asked, ctx: Ctx, own: OwnView | None) -> dict[str, Any]:
    count = view.count(ctx) if view.count else None
    return {
        "label": view.label,
        "url": f"{asked.screen.path}?view={view.name}",
        "current": asked.view is view and own is None,
        "count": "1,000+" if count is not None and count > 1000 else count,
    }


def export_list(screen: ListScreen, request: HttpRequest, ctx: Ctx, kind: str) -> FileResponse:
    """Give the filtered list as a file, all of one moment; permissions and filters are those of the page."""
    asked = read_query(screen, request.GET)
    kind = kind if kind in _FILES else "csv"
    write = export.write_xlsx if kind == "xlsx" else export.write_csv
    name = (screen.slug or "list").replace("/", "-")
    with reading(ctx, one_moment=True):
        file = write(screen.title, screen.columns, export.all_rows(screen.query, ctx, asked.request))
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}-{ctx.today.isoformat()}.{kind}",
        content_type=_FILES[kind],
    )
