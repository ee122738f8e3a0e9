"""One line of log and one count of metrics for each request: who, for which company, which route, which operations."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from throughline.platform.operations.noted import noting
from throughline.platform.ui.access import COMPANY_KEY
from throughline.web.observing import metrics

log = structlog.get_logger("throughline.requests")
GIVEN = re.compile(r"^[\w.-]{8,64}$")


class RequestLog:
    """Middleware. The route is told, not the address, which may hold secrets and names of people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        number = given if GIVEN.match(given) else uuid4().hex
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number), noting() as done:
            response = self._answer(request)
            seconds = time.perf_counter() - begun
            route = request.resolver_match.route if request.resolver_match else "none"
            metrics.seen(request.method or "", route, response.status_code, seconds, [name for name, _ in done])
            if not route.startswith(("health/", "ready/", "metrics/")):
                log.info(
                    "request",
                    method=request.method,
                    route=route,
                    status=response.status_code,
                    ms=round(seconds * 1000, 1),
                    **_who(request),
                    **({"operations": [f"{name}:{operation}" for name, operation in done]} if done else {}),
                )
        response["X-Request-Id"] = number
        return response


def _who(request: HttpRequest) -> dict[str, int]:
    """Name actor and company, without asking the database for what nobody has asked."""
    direct = request.__dict__.get("user")
    known = getattr(request, "_cached_user", None) if type(direct) is SimpleLazyObject else direct
    if known is None or known.pk is None:
        return {}
    company = request.session.get(COMPANY_KEY)
    return {"actor": known.pk, **({"company": company} if company else {})}
