"""The addresses of this door: `/api/v1/...` for programs, the description, and a clear no for the rest."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from throughline.kernel.errors import NotFound
from throughline.platform.operations import Ctx
from throughline.platform.rest.entrance import rest_view
from throughline.platform.rest.lists import path_of, record_path, show_list
from throughline.platform.rest.openapi import description
from throughline.platform.rest.operations import call_operation
from throughline.platform.rest.papers import show_board, show_paper
from throughline.platform.rest.problems import problem
from throughline.platform.rest.reading import answer_read
from throughline.platform.rest.records import show_record
from throughline.platform.ui.boards import Board
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.printing import Paper
from throughline.platform.ui.records import RecordScreen
from throughline.platform.ui.registry import screens

READING = ("GET", "HEAD")


def rest_urls() -> list[URLPattern]:
    """Give the addresses of all operations, reads, lists and records, for web/urls.py."""
    routes = [
        path("api/openapi.json", describe),
        path("api/v1/operations/<str:name>", rest_view(call_operation, ("POST",))),
        path("api/v1/reads/<str:name>", rest_view(answer_read, READING)),
    ]
    for screen in screens:
        if isinstance(screen, ListScreen):
            routes.append(_list_route(screen))
        elif isinstance(screen, RecordScreen):
            routes.append(_record_route(screen))
        elif isinstance(screen, Paper):
            routes.append(_paper_route(screen))
        elif isinstance(screen, Board):
            routes.append(_board_route(screen))
    return [*routes, path("api/v1/<path:rest>", unknown)]


def _list_route(screen: ListScreen) -> URLPattern:
    def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        return show_list(screen, request, ctx)

    return path(path_of(screen.slug).removeprefix("/"), rest_view(show, READING, screen.permission))


def _record_route(screen: RecordScreen) -> URLPattern:
    def show(request: HttpRequest, ctx: Ctx, id: int | str = "") -> HttpResponse:
        return show_record(screen, request, ctx, ctx.company_id if screen.by == "company" else id)

    kind = "str" if screen.by == "code" else "int"
    address = record_path(screen).removeprefix("/").replace("{id}", f"<{kind}:id>")
    return path(address, rest_view(show, READING, screen.permission))


def _paper_route(screen: Paper) -> URLPattern:
    def show(request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
        return show_paper(screen, request, ctx, number)

    return path(f"api/v1/{screen.slug}/<int:number>/{screen.file}", rest_view(show, READING, screen.permission))


def _board_route(screen: Board) -> URLPattern:
    def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        return show_board(screen, request, ctx)

    return path(path_of(screen.slug).removeprefix("/"), rest_view(show, READING, screen.permission))


def describe(request: HttpRequest) -> HttpResponse:
    """Give the description to anybody: it says what can be asked, and nothing of what is kept."""
    response = HttpResponse(json.dumps(description()), content_type="application/json")
    patch_cache_control(response, public=True, max_age=300)
    return response


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Say that nothing answers here, in the words of this door."""
    told = f"Nothing answers at {request.path[:200]}; /api/openapi.json lists every address."
    return problem(NotFound("no_such_address", told), instance=request.path[:200])
