"""Middleware: requests of a signed-in browser and of an address are counted before anything is looked up for them."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from throughline.platform.limits.buckets import TooMany, take
from throughline.platform.rest.problems import problem
from throughline.platform.signin.attempts import address_of


class RateLimits:
    """In front of session and database. An address counts for all behind it, so a made-up session wins nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            self._count(request)
        except TooMany as error:
            return refused(request, error)
        return self._answer(request)

    def _count(self, request: HttpRequest) -> None:
        allowed = settings.RATE_LIMITS
        if rate := allowed.get("address"):
            take("address", address_of(request), rate, "your address")
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if session and (rate := allowed.get("session")):
            take("session", hashlib.sha256(session.encode()).hexdigest()[:32], rate, "this browser")


def refused(request: HttpRequest, error: TooMany) -> HttpResponse:
    """Say when it goes on: as a problem to programs, as a toast to a part of a page, else as a page."""
    if request.path.startswith("/api/v1/"):
        return problem(error, instance=request.path[:200])
    with translation.override(translation.get_language_from_request(request)):
        return _shown(request, error)


def _shown(request: HttpRequest, error: TooMany) -> HttpResponse:
    context = {"error": error, "title": "Too many requests", "status": error.status, "facts": {}}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "ui/refusal_toast.html", context, status=error.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
    else:
        context["page_title"] = context["title"]
        response = render(request, "ui/error_alone.html", context, status=error.status)
    response["Retry-After"] = str(error.facts["retry_after"])
    response["Cache-Control"] = "no-store"
    return response
