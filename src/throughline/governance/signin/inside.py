"""Pages of the own account: whose they are, how they are drawn, and which ask to prove once more who one is."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from throughline.governance.signin.policies import standard_for
from throughline.kernel.errors import NotAllowed
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.signin.proofs import proved_at
from throughline.platform.ui import formats
from throughline.platform.ui.access import ctx_of, page
from throughline.platform.ui.shell import Crumb, page_context

Inside = Callable[[HttpRequest, User], HttpResponse]


def own(view: Inside) -> Callable[..., HttpResponse]:
    """Wrap a page of the own account: signed in, never kept by browsers; no company needs to be chosen."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def call(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.is_authenticated:
            return HttpResponseRedirect(f"/sign-in/?next={request.path if request.method == 'GET' else '/account/'}")
        return view(request, user)

    return call


def drawn(request: HttpRequest, user: User, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page of the account within the shell, or beside it while no company may be entered."""
    crumbs = [Crumb("Account", "/account/"), Crumb(context["title"])] if template != "account" else [Crumb("Account")]
    try:
        ctx = ctx_of(request)
    except NotAllowed:
        ctx = None
    if ctx is None:
        with formats.spoken_to(request):
            filled = {**page_context(request, None, crumbs), **context, "user": user}
            return render(request, f"signin/{template}.html", filled, status=status)
    with formats.standing(ctx):
        filled = {**context, "user": user}
        return page(request, ctx, f"signin/{template}.html", filled, crumbs=crumbs, status=status)


def proved(view: Inside) -> Inside:
    """Wrap a page that changes how one signs in: who has not proved itself lately does so first."""

    @wraps(view)
    def call(request: HttpRequest, user: User) -> HttpResponse:
        if proved_at(request) >= system_clock() - timedelta(minutes=standard_for(user.pk).prove_minutes):
            return view(request, user)
        back = request.path if request.method == "GET" else "/account/"
        address = f"/account/prove/?{urlencode({'next': back})}"
        if request.content_type == "application/json":
            return JsonResponse({"prove": address})
        return HttpResponseRedirect(address)

    return call
