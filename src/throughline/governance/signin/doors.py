"""The pages in front of the product: signing in by password, code, passkey, provider or link, and signing out."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from throughline.governance.signin import links, openid, webauthn
from throughline.governance.signin.entering import (
    by_code,
    by_password,
    count_address,
    enter,
    factors_of,
    go_on,
    half_signed_in,
    next_address,
    refuse_blocked,
)
from throughline.governance.signin.operations import (
    ask_for_link,
    link_identity,
    own_ctx,
    set_password_by_link,
)
from throughline.governance.signin.policies import standard_for
from throughline.kernel.errors import DomainError, InvalidInput, NotAllowed
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.signin import attempts, sessions, throttle
from throughline.platform.ui import formats

Door = Callable[..., HttpResponse]
ASKED = "openid_asked"


def door_routes() -> list[URLPattern]:
    """Give the addresses that answer to everybody."""
    return [
        path("sign-in/", sign_in_page, name="sign-in"),
        path("sign-in/second/", second_page, name="sign-in-second"),
        path("sign-in/passkey/begin/", passkey_begin, name="sign-in-passkey-begin"),
        path("sign-in/passkey/", passkey_finish, name="sign-in-passkey"),
        path("sign-in/openid/", openid_begin, name="sign-in-openid"),
        path("sign-in/openid/back/", openid_back, name="sign-in-openid-back"),
        path("sign-in/forgotten/", forgotten_page, name="sign-in-forgotten"),
        path("sign-in/link/<str:token>/", link_page, name="sign-in-link"),
        path("sign-out/", sign_out, name="sign-out"),
    ]


def door(view: Door) -> Door:
    """Wrap a page in front: never kept by browsers, its form guarded, what is typed out of every report."""
    return never_cache(sensitive_post_parameters()(csrf_protect(view)))


def _page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    error = context.get("error")
    with formats.spoken_to(request):
        response = render(request, f"signin/{template}.html", {"page_title": "Sign in", **context}, status=status)
    patch_vary_headers(response, ["Accept-Language"])
    response["Referrer-Policy"] = "strict-origin"  # the path of a link is a secret; no referrer at all spoils forms
    if error is not None and getattr(error, "status", 400) == 429:
        response["Retry-After"] = str(error.facts["retry_after"])
    return response


@door
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, or offer passkey and provider."""
    wanted = next_address(request, request.POST.get("next") or request.GET.get("next") or "/")
    offered: dict[str, Any] = {"next": wanted, "openid": settings.OPENID["name"] if openid.is_configured() else ""}
    if request.method != "POST":
        return _page(request, "sign_in", **offered)
    login_name = request.POST.get("username", "").strip()
    try:
        user = by_password(request, login_name, request.POST.get("password", ""))
        return go_on(request, user, "password", wanted)
    except DomainError as error:
        return _page(request, "sign_in", error.status, error=error, username=login_name, **offered)


@door
def second_page(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor: a code, a recovery code or a passkey."""
    try:
        user, wanted = half_signed_in(request)
    except NotAllowed:
        return HttpResponseRedirect(reverse("sign-in"))
    offered: dict[str, Any] = {"factors": factors_of(user.pk), "person": user}
    if request.method != "POST":
        return _page(request, "second", **offered)
    try:
        method, credential, facts = by_code(request, user, request.POST.get("code", ""))
        return enter(request, user, method, wanted, credential, facts)
    except DomainError as error:
        return _page(request, "second", error.status, error=error, **offered)


def answered(view: Door) -> Door:
    """Wrap a door that scripts call: refusals come as JSON."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)

    return call


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Read what a script sent: an object of bounded size."""
    try:
        told = json.loads(request.body[:20_000])
    except ValueError as error:
        raise InvalidInput("json_invalid", "The request is no JSON object.") from error
    if not isinstance(told, dict):
        raise InvalidInput("json_invalid", "The request is no JSON object.")
    return told


@require_POST
@door
@answered
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """Give the challenge: for the passkeys of who has passed the first factor, else for any."""
    refuse_blocked(request, None, "passkey", "", system_clock())
    try:
        user, _ = half_signed_in(request)
    except NotAllowed:
        return JsonResponse(dict(webauthn.begin_proving(request)))
    return JsonResponse(dict(webauthn.begin_proving(request, webauthn.passkeys_of(user.pk))))


@require_POST
@door
@answered
def passkey_finish(request: HttpRequest) -> HttpResponse:
    """Let in whose passkey was proved: alone it stands for both factors, as the device has asked for its own."""
    told = read_json(request)
    now = system_clock()
    try:
        half, wanted = half_signed_in(request)
    except NotAllowed:
        half, wanted = None, next_address(request, str(told.get("next", "/")))
    try:
        proof = webauthn.finish_proving(request, told.get("credential") or {})
        if half is not None and proof.passkey.user_id != half.pk:
            raise NotAllowed("passkey_other", "This passkey is another person's.")
    except NotAllowed:
        count_address(request, standard_for(None).address_failures, now)
        attempts.note(request, half.pk if half else None, "passkey", "wrong", now)
        raise
    user = User.objects.get(pk=proof.passkey.user_id)
    method = "second" if half else "passkey"
    answer = enter(request, user, method, wanted, proof.passkey.id, {"count": proof.count})
    return JsonResponse({"next": answer["Location"]})


@door
def openid_begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; a link and not a form, which the content policy keeps at home."""
    wanted = next_address(request, request.GET.get("next", "/"))
    try:
        if not openid.is_configured():
            raise NotAllowed("openid_off", "No provider of OpenID Connect is set up.")
        address, asked = openid.begin(_back(request))
    except DomainError as error:
        return _page(request, "sign_in", error.status, error=error, next=wanted)
    request.session[ASKED] = {**asdict(asked), "next": wanted}
    return HttpResponseRedirect(address)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sign-in-openid-back"))


@never_cache
def openid_back(request: HttpRequest) -> HttpResponse:
    """Let in who the provider names: whom it is linked to, else the one person with the mail that it has verified."""
    kept = request.session.pop(ASKED, None)
    try:
        if kept is None:
            raise NotAllowed("openid_state", "This answer belongs to another attempt; sign in again.")
        wanted = kept.pop("next")
        claims = openid.finish(openid.Asked(**kept), request.GET.dict(), _back(request))
        user = _named(claims)
        if claims.has_second_factor:
            return enter(request, user, "openid_second", wanted)
        return go_on(request, user, "openid", wanted)
    except DomainError as error:
        attempts.note(request, None, "openid", "wrong", system_clock())
        return _page(request, "sign_in", error.status, error=error, next="/", openid=settings.OPENID["name"])


def _named(claims: openid.Claims) -> User:
    found = rows(
        "SELECT user_id FROM platform_identity WHERE issuer = %s AND subject = %s", [claims.issuer, claims.subject]
    )
    if found:
        return User.objects.get(pk=found[0][0])
    candidates = list(User.objects.filter(email__iexact=claims.email, is_active=True, is_service=False)[:2])
    if not claims.email or len(candidates) != 1:
        raise NotAllowed(
            "openid_unknown",
            "Nobody here has the mail that the provider has verified; an administrator can invite you with it.",
        )
    (user,) = candidates
    link_identity(own_ctx(user), issuer=claims.issuer, subject=claims.subject)
    return user


@door
def forgotten_page(request: HttpRequest) -> HttpResponse:
    """Send a link to who asks with login or mail; the answer is the same for everybody."""
    possible = links.mail_is_set_up()
    if request.method != "POST" or not possible:
        return _page(request, "forgotten", possible=possible)
    now = system_clock()
    try:
        refuse_blocked(request, None, "link", f"link:{attempts.address_of(request)}", now)
    except NotAllowed as error:
        return _page(request, "forgotten", error.status, error=error, possible=possible)
    throttle.count(
        f"link:{attempts.address_of(request)}", now, after=20, block=timedelta(minutes=5), window=timedelta(hours=1)
    )
    told = request.POST.get("username", "").strip()
    found = list(User.objects.filter(username=told, is_active=True, is_service=False)[:1])
    found = found or list(User.objects.filter(email__iexact=told, is_active=True, is_service=False)[:2])
    if told and len(found) == 1 and found[0].email:
        link = ask_for_link(own_ctx(found[0]))
        links.send(found[0], request.build_absolute_uri(reverse("sign-in-link", args=[links.token_of(link)])))
    return _page(request, "forgotten", possible=possible, sent=True)


@door
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """Let who holds a one-time link set a password; it ends all sessions, and signing in follows as usual."""
    try:
        link, user = links.link_of(token)
    except DomainError as error:
        return _page(request, "link", error.status, error=error, over=True)
    length = standard_for(user.pk).password_length
    if request.method != "POST":
        return _page(request, "link", person=user, length=length)
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    try:
        if new != again:
            raise InvalidInput("password_differs", "The two are not the same.", field="again")
        set_password_by_link(own_ctx(user), link=link, new=new)
    except DomainError as error:
        return _page(request, "link", error.status, error=error, person=user, length=length)
    sessions.end(user.pk)
    user.refresh_from_db()  # the new session is bound to the new password
    return go_on(request, user, "link", "/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session in this browser."""
    user = request.user
    if isinstance(user, User):
        browser = sessions.present(str(request.session.session_key))
        if browser:
            sessions.end(user.pk, [browser.id])
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))
