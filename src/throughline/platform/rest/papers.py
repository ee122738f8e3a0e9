"""`GET /api/v1/{record}/{id}/{file}`: a record as it is printed, and `GET /api/v1/{board}`: a workbench as data."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from throughline.kernel.errors import InvalidInput
from throughline.platform.operations import Ctx
from throughline.platform.rest.body import known_query
from throughline.platform.rest.cells import cell, row_of
from throughline.platform.rest.entrance import answer
from throughline.platform.rest.lists import read_filters
from throughline.platform.ui.boards import Board, Group
from throughline.platform.ui.lists import ListRequest
from throughline.platform.ui.printing import Paper
from throughline.platform.ui.printing import answer as printed
from throughline.platform.ui.values import read


def show_paper(paper: Paper, request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
    """Give a paper of a record: PDF, or the text for a printer of labels."""
    known_query(request)
    return printed(paper.make(ctx, number))


def show_board(board: Board, request: HttpRequest, ctx: Ctx) -> HttpResponse:
    """Give the groups of a workbench with their rows, its sentence and its figures, by the board's own filters."""
    known_query(request, *(one.name for one in board.filters), *(["sort"] if board.sorts else []))
    sort = request.GET.get("sort") or board.default_sort
    if board.sorts and sort not in board.sorts:
        told = f"“{sort[:40]}” is no way to put it in line; use {', '.join(board.sorts)}."
        raise InvalidInput("sort_unknown", told, field="sort")
    bench = board.load(ctx, ListRequest(filters=read_filters(board.filters, request, ctx), sort=sort))
    body: dict[str, Any] = {
        "sentence": bench.sentence,
        "figures": [{"label": one.label, "value": cell(one.value), "detail": one.detail} for one in bench.tiles],
        "groups": [_group(one) for one in bench.groups],
    }
    return answer(body)


def _group(group: Group) -> dict[str, Any]:
    rows = []
    for row in group.rows:
        shown = row_of(row, group.columns)
        shown.setdefault("id", read(row, group.row_id))
        rows.append(shown)
    return {"title": group.title, "operation": group.bulk, "rows": rows}
