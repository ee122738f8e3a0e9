"""From a request to a context: who is it, for which company, and how a refusal is shown."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from throughline.kernel.errors import DomainError, NotAllowed, NotReady
from throughline.platform.operations import Ctx, reading
from throughline.platform.signin.proofs import proved_at
from throughline.platform.ui import formats
from throughline.platform.ui.registry import screens
from throughline.platform.ui.shell import Crumb, page_context

COMPANY_KEY = "company"
FIRST_DAY = "/first-day/"
Params = ParamSpec("Params")
Handler = Callable[Concatenate[HttpRequest, Ctx, Params], HttpResponseBase]

_TITLES = {
    403: "This is not yours to do",
    404: "There is no such thing here",
    409: "This cannot be done now",
    422: "This cannot be understood",
}


def ctx_of(request: HttpRequest) -> Ctx:
    """Give the context of the signed-in person: the company chosen in the session, else the first one held."""
    from throughline.platform.permissions import ctx_for  # its models load with the applications, not before

    chosen = request.session.get(COMPANY_KEY)
    user: Any = request.user
    if chosen is not None:
        try:
            return replace(ctx_for(user, chosen), proved_at=proved_at(request))
        except NotAllowed:
            del request.session[COMPANY_KEY]
    return replace(ctx_for(user), proved_at=proved_at(request))


def screen_view(
    handler: Handler[Params], permission: str = "", *, rehearses: bool = False
) -> Callable[..., HttpResponseBase]:
    """Wrap a handler: signed in, permitted, formats set, reads inside one transaction, refusals as pages.

    Only GET and HEAD run inside the reading transaction; a POST calls an operation, which opens its own. A view that
    `rehearses` an operation while it draws, or reads a list of one moment, opens its readings itself.
    """

    @wraps(handler)
    def view(request: HttpRequest, *args: Params.args, **captured: Params.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        try:
            ctx = ctx_of(request)
        except DomainError as error:
            return refusal(request, None, error)
        with formats.standing(ctx):
            try:
                if permission:
                    ctx.demand(permission)
                if request.method in ("GET", "HEAD") and not rehearses:
                    with reading(ctx):
                        return handler(request, ctx, *args, **captured)
                return handler(request, ctx, *args, **captured)
            except DomainError as error:
                return refusal(request, ctx, error)

    return view


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    wanted = request.headers.get("HX-Current-URL") if is_fragment(request) else request.get_full_path()
    address = f"{settings.LOGIN_URL}?next={quote(wanted or '/', safe='/')}"
    if not is_fragment(request):
        return HttpResponseRedirect(address)
    response = HttpResponse(status=401)
    response["HX-Redirect"] = f"{settings.LOGIN_URL}?next={quote(request.path if request.method == 'GET' else '/')}"
    return response


def is_fragment(request: HttpRequest, target: str = "") -> bool:
    """Say whether htmx asks for a part of the page (into a given target).

    A plain link that htmx follows (boosted) asks for a page, unless it names the part that it changes.
    """
    if request.headers.get("HX-Request") != "true":
        return False
    part = request.headers.get("HX-Target", "")
    return part == target if target else bool(part) or request.headers.get("HX-Boosted") != "true"


def page(
    request: HttpRequest,
    ctx: Ctx,
    template: str,
    context: Mapping[str, Any],
    *,
    crumbs: Sequence[Crumb],
    title: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw a whole page in the shell; nested reading is the caller's transaction or a new one."""
    with reading(ctx):
        filled = {**page_context(request, ctx, crumbs, title), **context, "ctx": ctx}
        return uncached(render(request, template, filled, status=status))


def fragment(
    request: HttpRequest, ctx: Ctx, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a part of a page."""
    with reading(ctx):
        return uncached(render(request, template, {**context, "ctx": ctx}, status=status))


def uncached(response: HttpResponse) -> HttpResponse:
    """Keep page and fragment of one address apart in the browser's cache, and figures fresh."""
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    response.setdefault("Cache-Control", "no-store")
    return response


def refusal(request: HttpRequest, ctx: Ctx | None, error: DomainError) -> HttpResponse:
    """Show a refusal of the domain: a page, or a toast when htmx asked."""
    status = getattr(error, "status", 400)
    facts = {key: value for key, value in error.facts.items() if value not in ("", None)}
    ready = not isinstance(error, NotReady)
    title = _TITLES.get(status, "Refused") if ready else "Not ready yet"
    context = {"error": error, "facts": facts, "status": status, "title": title}
    # The screen that says what is still to be set up, for those whose it is.
    first_day = None if ready or ctx is None else screens.at(FIRST_DAY)
    context["first_day"] = FIRST_DAY if first_day and ctx and ctx.may(first_day.permission) else ""
    if is_fragment(request):
        response = HttpResponse(render_to_string("ui/refusal_toast.html", context, request), status=status)
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
        return response
    if ctx is None:
        with formats.spoken_to(request):
            return render(request, "ui/error.html", {**page_context(request, None, []), **context}, status=status)
    return page(request, ctx, "ui/error.html", context, crumbs=[Crumb(title)], status=status)


def with_events(response: HttpResponse, **events: Any) -> HttpResponse:
    """Let the page hear of something once the answer has settled."""
    response["HX-Trigger-After-Settle"] = json.dumps(events)
    return response
