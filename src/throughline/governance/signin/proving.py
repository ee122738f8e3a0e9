"""Proving once more who sits at the browser, before something that lets people in or gives power."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from throughline.governance.signin import openid, webauthn
from throughline.governance.signin.doors import answered, read_json
from throughline.governance.signin.entering import by_own_password, count_address, next_address
from throughline.governance.signin.inside import drawn, own
from throughline.governance.signin.operations import own_ctx, prove_again
from throughline.governance.signin.policies import standard_for
from throughline.kernel.errors import DomainError, NotAllowed
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.signin import attempts
from throughline.platform.signin.proofs import PROVED_KEY


def proving_routes() -> list[URLPattern]:
    """Give the addresses where one proves who one is."""
    return [
        path("account/prove/", own(prove_page), name="account-prove"),
        path("account/prove/passkey/begin/", own(passkey_begin), name="account-prove-passkey-begin"),
        path("account/prove/passkey/", own(passkey_finish), name="account-prove-passkey"),
    ]


def prove_page(request: HttpRequest, user: User) -> HttpResponse:
    """Ask for the password or a passkey, and go on where it was needed."""
    wanted = next_address(request, request.POST.get("next") or request.GET.get("next") or "/account/")
    context: dict[str, Any] = {
        "title": "Prove that it is you",
        "next": wanted,
        "minutes": standard_for(user.pk).prove_minutes,
        "has_password": user.has_usable_password(),
        "has_passkey": bool(webauthn.passkeys_of(user.pk)),
        "openid": settings.OPENID["name"] if openid.is_configured() else "",
    }
    if request.method != "POST":
        return drawn(request, user, "prove", **context)
    try:
        prove_by_password(request, user, request.POST.get("password", ""))
    except DomainError as error:
        return drawn(request, user, "prove", error.status, error=error, **context)
    return HttpResponseRedirect(wanted)


def prove_by_password(request: HttpRequest, user: User, password: str) -> None:
    """Note that the person at this browser has just proved itself by its password; what is wrong counts and locks."""
    by_own_password(request, user, password)
    _proved(request, user, "password")


def prove_own_password(request: HttpRequest, password: str) -> None:
    """Do so for whoever is signed in at this browser."""
    assert isinstance(request.user, User)
    prove_by_password(request, request.user, password)


def _proved(request: HttpRequest, user: User, method: str, credential: int | None = None, count: int = 0) -> None:
    prove_again(own_ctx(user), method=method, credential=credential, facts={"count": count} if credential else None)
    request.session[PROVED_KEY] = system_clock().timestamp()


@require_POST
@answered
def passkey_begin(request: HttpRequest, user: User) -> HttpResponse:
    """Give the challenge for one of the own passkeys."""
    return JsonResponse(dict(webauthn.begin_proving(request, webauthn.passkeys_of(user.pk))))


@require_POST
@answered
def passkey_finish(request: HttpRequest, user: User) -> HttpResponse:
    """Go on for who has proved a passkey of the own."""
    told = read_json(request)
    now = system_clock()
    try:
        proof = webauthn.finish_proving(request, told.get("credential") or {})
        if proof.passkey.user_id != user.pk:
            raise NotAllowed("passkey_other", "This passkey is another person's.")
    except NotAllowed:
        count_address(request, standard_for(None).address_failures, now)
        attempts.note(request, user.pk, "passkey", "wrong", now)
        raise
    _proved(request, user, "passkey", proof.passkey.id, proof.count)
    return JsonResponse({"next": next_address(request, str(told.get("next", "/account/")))})
