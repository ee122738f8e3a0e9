"""The page of a workbench."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import Ctx
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view
from throughline.platform.ui.asked import Asked, choices_of, pills, read_board
from throughline.platform.ui.boards import Board, Group
from throughline.platform.ui.bulk_view import bulk_routes
from throughline.platform.ui.shell import Crumb
from throughline.platform.ui.values import label_of, read

PART = "board"


def board_routes(board: Board) -> list[URLPattern]:
    """Give the urls of a board."""

    def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        return show_board(board, request, ctx)

    base = f"{board.slug}/" if board.slug else ""
    return [
        path(base, screen_view(show, board.permission), name=f"board-{board.slug}"),
        *bulk_routes(board, board.bulk),
    ]


def show_board(board: Board, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Show a workbench as it stands now."""
    asked = read_board(board, request.GET)
    bench = board.load(ctx, asked.request)
    allowed = {one.name: one for one in board.bulk if one.allowed(ctx)}
    context = {
        "board": board,
        "bench": bench,
        "address": request.get_full_path(),
        "main": [_group(group, allowed) for group in bench.groups if not group.side],
        "side": [_group(group, allowed) for group in bench.groups if group.side],
        "bulk": [one for one in board.bulk if one.name in allowed],
        "bulk_path": board.path,
        **_bar(board, asked, ctx),
    }
    if is_fragment(request, PART):
        return fragment(request, ctx, "ui/board_body.html", context)
    return page(request, ctx, "ui/board.html", context, crumbs=[Crumb(board.title)])


def _bar(board: Board, asked: Asked, ctx: Ctx) -> dict[str, Any]:
    """Give what the bar of filters shows: those in force, those that can be set, how rows may stand in line."""
    return {
        "screen": board,
        "asked": asked,
        "kept": asked.pairs(),
        "pills": [pill for pill in pills(asked, ctx) if pill.label in {one.label for one in board.offered}],
        "filters": [{"filter": one, "choices": choices_of(one, ctx)} for one in board.offered],
        "clear_url": asked.url(**{one.name: None for one in board.offered}),
        "sorts": [(label, asked.url(sort=name), name == asked.request.sort) for name, label in board.sorts.items()],
    }


def _group(group: Group, allowed: dict[str, Any]) -> dict[str, Any]:
    ticks = bool(group.bulk and group.bulk in allowed)
    rows = [_row(group, row) for row in group.rows]
    return {"group": group, "ticks": ticks, "rows": rows, "acts": any(row["actions"] for row in rows)}


def _row(group: Group, row: Any) -> dict[str, Any]:
    version = row.get("version") if isinstance(row, dict) else getattr(row, "version", None)
    number = read(row, group.row_id) if group.bulk else None
    return {
        "row": row,
        "url": group.row_url(row) if group.row_url else None,
        "tick": f"{number}:{version}" if version is not None else str(number),
        "label": label_of(row, group.columns),
        "actions": group.row_actions(row) if group.row_actions else [],
    }
