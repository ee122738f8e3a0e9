"""Pages for machines that watch: is it alive, may it be given work, what has it counted."""

import secrets
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from throughline.platform.database.statements import rows
from throughline.web.observing import metrics, waiting


def watch_routes() -> list[URLPattern]:
    """Give the addresses for machines that watch."""
    return [
        path("health/", health, name="health"),
        path("ready/", ready, name="ready"),
        path("metrics/", numbers, name="metrics"),
    ]


class Watch:
    """Middleware in front: who watches comes by address and without TLS, so neither host nor scheme is judged here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response
        self._pages = {f"/{route.pattern}": route.callback for route in watch_routes()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self._pages.get(request.path)
        return page(request) if page else self._answer(request)


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked, so that a slow database does not get it killed."""
    return JsonResponse({"status": "alive"})


@require_GET
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether it may be given work: the database answers and has every migration that this version needs."""
    try:
        rows("SELECT 1")
        missing = _missing()
    except Exception as error:
        if not isinstance(error, Error) and type(error).__module__.partition(".")[0] != "psycopg":
            raise
        return JsonResponse({"status": "database does not answer"}, status=503)
    if missing:
        return JsonResponse({"status": "migrations are missing", "count": missing}, status=503)
    return JsonResponse({"status": "ready"})


@cache
def _complete() -> bool:
    """Remember that nothing is missing; never that something is."""
    if _count_missing():
        raise LookupError
    return True


def _missing() -> int:
    try:
        _complete()
    except LookupError:
        return _count_missing()
    return 0


def _count_missing() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@require_GET
@never_cache
def numbers(request: HttpRequest) -> HttpResponse:
    """Give the counts to who holds the token; without a token set there is no such page."""
    token = settings.METRICS_TOKEN
    if not token:
        return HttpResponse(status=404)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), token.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(metrics.told() + waiting.told(), content_type=metrics.CONTENT_TYPE)
