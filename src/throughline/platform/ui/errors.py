"""Error pages in our own style, for Django's handlers: 400, 403, 404 and 500."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from throughline.kernel.errors import DomainError, NotAllowed, NotFound
from throughline.platform.ui.access import screen_view


class _Failure(DomainError):
    """Something broke on our side."""

    status = 500


def _shown(request: HttpRequest, error: DomainError) -> HttpResponseBase:
    """Show a refusal within the shell when somebody is signed in, else alone."""

    def refuse(request: HttpRequest, ctx: Any) -> HttpResponseBase:
        raise error

    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        return screen_view(refuse)(request)
    return _alone(request, error)


def _alone(request: HttpRequest, error: DomainError) -> HttpResponseBase:
    titles = {403: "This is not yours to do", 404: "There is no such thing here", 500: "Something broke on our side"}
    title = titles.get(error.status, "Refused")
    context = {"error": error, "title": title, "status": error.status, "facts": {}, "page_title": title}
    return render(request, "ui/error_alone.html", context, status=error.status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404."""
    return _shown(request, NotFound("no_such_page", f"Nothing answers at {request.path}."))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponseBase:
    """Answer 403; also for a form whose token has expired."""
    text = "This page was open too long or came from elsewhere; load it again and repeat." if reason else ""
    return _shown(request, NotAllowed("forbidden", text or "You may not do this."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400."""
    return _alone(request, DomainError("bad_request", "The request cannot be understood."))


def broken(request: HttpRequest) -> HttpResponseBase:
    """Answer 500, touching neither database nor session, which may be what broke."""
    text = "Nothing was changed. It has been noted with the time; repeat in a moment."
    return _alone(request, _Failure("internal_error", text))
