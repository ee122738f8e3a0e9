"""The own account: name, password, second factor, passkeys, recovery codes, and where one is signed in."""

from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from throughline.governance.access.lists import SignInFacts, sign_ins_of
from throughline.governance.access.people import LANGUAGES
from throughline.governance.signin import codes, webauthn
from throughline.governance.signin.doors import answered, read_json
from throughline.governance.signin.entering import MUST, credential_of, must_set_up
from throughline.governance.signin.inside import drawn, own, proved
from throughline.governance.signin.operations import (
    add_authenticator,
    add_passkey,
    change_own_details,
    change_own_password,
    end_own_sessions,
    own_ctx,
    remove_credentials,
    renew_recovery_codes,
)
from throughline.governance.signin.policies import standard_for
from throughline.governance.signin.proving import prove_by_password
from throughline.governance.signin.words import METHODS, OUTCOMES, browser_name
from throughline.kernel.digits import is_id
from throughline.kernel.errors import DomainError, InvalidInput
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.signin import sessions
from throughline.platform.signin.proofs import ProofNeeded, proved_at

SECRET = "authenticator_secret"


def account_routes() -> list[URLPattern]:
    """Give the addresses of the own account."""
    return [
        path("account/", own(show), name="account"),
        path("account/details/", own(details), name="account-details"),
        path("account/password/", own(password), name="account-password"),
        path("account/authenticator/", own(proved(authenticator)), name="account-authenticator"),
        path("account/recovery/", own(proved(recovery)), name="account-recovery"),
        path("account/remove/", own(proved(remove)), name="account-remove"),
        path("account/sessions/", own(end_sessions), name="account-sessions"),
        path("account/passkey/begin/", own(proved(passkey_begin)), name="account-passkey-begin"),
        path("account/passkey/", own(proved(passkey_finish)), name="account-passkey"),
    ]


def show(request: HttpRequest, user: User) -> HttpResponse:
    """Show everything about the own account on one page."""
    now = system_clock()
    standard = standard_for(user.pk)
    known = rows(
        "SELECT id, kind, name, made_at, used_at, data FROM platform_credential WHERE user_id = %s ORDER BY id",
        [user.pk],
    )
    recovery_left = sum(len(row[5]["digests"]) for row in known if row[1] == "recovery")
    here = request.session.session_key
    browsers = [_browser(one, here) for one in sessions.browsers_of(user.pk, now)]
    tried = [_attempt(one) for one in sign_ins_of(user.pk, 10)]
    return drawn(
        request,
        user,
        "account",
        must=request.session.get(MUST, ""),
        standard=standard,
        passkeys=[row for row in known if row[1] == "passkey"],
        authenticator=next((row for row in known if row[1] == "totp"), None),
        recovery_left=recovery_left,
        browsers=browsers,
        tried=tried,
        language_name=LANGUAGES.get(user.language, user.language),
    )


def _browser(one: sessions.BrowserFacts, here: str | None) -> dict[str, Any]:
    method = METHODS.get(one.method, one.method)
    return {"facts": one, "name": browser_name(one.agent), "here": one.session_key == here, "method": method}


def _attempt(one: SignInFacts) -> dict[str, Any]:
    told = f"{METHODS.get(one.method, one.method)}: {OUTCOMES.get(one.outcome, one.outcome)}"
    wrong = one.outcome in ("wrong", "blocked")
    return {"facts": one, "told": told, "wrong": wrong, "name": browser_name(one.agent)}


def details(request: HttpRequest, user: User) -> HttpResponse:
    """Change the own name, mail and language; another mail asks for the password beside what was typed."""
    context: dict[str, Any] = {"title": "Name and mail", "languages": LANGUAGES.items()}
    if request.method != "POST":
        values = {"name": user.name, "email": user.email, "language": user.language}
        return drawn(request, user, "details", values=values, **context)
    values = {name: request.POST.get(name, "").strip() for name in ("name", "email", "language")}
    proof = request.POST.get("proof", "")
    try:
        if proof:
            prove_by_password(request, user, proof)
        change_own_details(own_ctx(user, proved=proved_at(request)), **values)
    except DomainError as error:
        context["proof"] = isinstance(error, ProofNeeded) or bool(proof)
        return drawn(request, user, "details", error.status, values=values, error=error, **context)
    messages.success(request, "Saved.", extra_tags="disc")
    return HttpResponseRedirect("/account/")


def password(request: HttpRequest, user: User) -> HttpResponse:
    """Change the own password; every other browser is signed out."""
    context: dict[str, Any] = {"title": "Password", "length": standard_for(user.pk).password_length}
    if request.method != "POST":
        return drawn(request, user, "password", **context)
    typed = request.POST
    try:
        if typed.get("new") != typed.get("again"):
            raise InvalidInput("password_differs", "The two are not the same.", field="again")
        change_own_password(own_ctx(user), current=typed.get("current", ""), new=typed.get("new", ""))
    except DomainError as error:
        return drawn(request, user, "password", error.status, error=error, **context)
    user.refresh_from_db()
    key_before = request.session.session_key
    update_session_auth_hash(request, user)
    _rename_session(request, user, str(key_before))
    end_own_sessions(own_ctx(user), but=str(request.session.session_key))
    messages.success(request, "Password changed. All other browsers are signed out.", extra_tags="disc")
    return HttpResponseRedirect("/account/")


def _rename_session(request: HttpRequest, user: User, before: str) -> None:
    """Carry what is known of this browser over to its new session key."""
    known = sessions.present(before)
    method = known.method if known else "other"
    sessions.begin(request, user.pk, method, standard_for(user.pk).terms, system_clock())


def authenticator(request: HttpRequest, user: User) -> HttpResponse:
    """Set up codes of an authenticator: show the picture, ask for a code, then show the recovery codes once."""
    context: dict[str, Any] = {"title": "Authenticator", "replaces": credential_of(user.pk, "totp") is not None}
    secret = request.session.get(SECRET) or codes.new_secret()
    request.session[SECRET] = secret
    context["address"] = codes.address(secret, user.username)
    picture = segno.make(context["address"], error="m")
    context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    context["picture"] = mark_safe(picture.svg_inline(scale=4, border=2, omitsize=False))
    if request.method != "POST":
        return drawn(request, user, "authenticator", **context)
    try:
        made = add_authenticator(own_ctx(user), secret=secret, code=request.POST.get("code", ""))
    except DomainError as error:
        return drawn(request, user, "authenticator", error.status, error=error, **context)
    del request.session[SECRET]
    request.session[MUST] = ""
    return drawn(request, user, "recovery", title="Recovery codes", codes=made, fresh=True)


def recovery(request: HttpRequest, user: User) -> HttpResponse:
    """Make new recovery codes and show them once."""
    if request.method != "POST":
        return drawn(request, user, "recovery", title="Recovery codes")
    try:
        made = renew_recovery_codes(own_ctx(user))
    except DomainError as error:
        return drawn(request, user, "recovery", error.status, title="Recovery codes", error=error)
    return drawn(request, user, "recovery", title="Recovery codes", codes=made)


@require_POST
def remove(request: HttpRequest, user: User) -> HttpResponse:
    """Remove a passkey or the authenticator."""
    chosen = [int(text) for text in request.POST.getlist("credential") if is_id(text)]
    try:
        remove_credentials(own_ctx(user), credentials=chosen)
    except DomainError as error:
        messages.error(request, error.message, extra_tags="octagon")
    else:
        messages.success(request, "Removed.", extra_tags="disc")
    request.session[MUST] = must_set_up(user)
    return HttpResponseRedirect("/account/")


@require_POST
def end_sessions(request: HttpRequest, user: User) -> HttpResponse:
    """Sign oneself out of another browser, or of all others."""
    chosen = [int(text) for text in request.POST.getlist("session") if is_id(text)]
    here = str(request.session.session_key)
    count = end_own_sessions(own_ctx(user), sessions_ended=chosen or None, but=here)
    messages.success(request, f"Signed out of {count} other browser{'' if count == 1 else 's'}.", extra_tags="disc")
    return HttpResponseRedirect("/account/")


@require_POST
@answered
def passkey_begin(request: HttpRequest, user: User) -> HttpResponse:
    """Give the challenge for a new passkey."""
    return JsonResponse(dict(webauthn.begin_adding(request, user)))


@require_POST
@answered
def passkey_finish(request: HttpRequest, user: User) -> HttpResponse:
    """Keep a passkey that the browser has made."""
    told = read_json(request)
    key, credential = webauthn.finish_adding(request, told.get("credential") or {})
    name = str(told.get("name") or "").strip() or browser_name(request.headers.get("User-Agent", ""))
    add_passkey(own_ctx(user), name=name[:120], key=key, credential=credential)
    request.session[MUST] = ""
    messages.success(request, f"Passkey {name} is set up.", extra_tags="disc")
    return JsonResponse({"next": "/account/"})
