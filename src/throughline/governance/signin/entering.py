"""Letting a person in: from the first factor over the second to a session on the right terms."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from throughline.governance.signin import codes
from throughline.governance.signin.operations import own_ctx, sign_in, use_recovery_code
from throughline.governance.signin.passwords import is_right
from throughline.governance.signin.policies import standard_for
from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.permissions import companies_of
from throughline.platform.signin import attempts, sessions, throttle
from throughline.platform.signin.proofs import PROVED_KEY
from throughline.platform.signin.seal import unseal

HALF = "half_signed_in"
HALF_LASTS = timedelta(minutes=10)
MUST = "must_set_up"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Locked(NotAllowed):
    """Too many wrong attempts: nothing is judged before a moment."""

    status = 429


def next_address(request: HttpRequest, wanted: str) -> str:
    """Give where to go after signing in: a page of ours, or home."""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe and not urlsplit(wanted).path.startswith("/sign-") else "/"


def by_password(request: HttpRequest, login_name: str, password: str) -> User:
    """Give the person whose login and password these are; count what is wrong and refuse for a while when too often."""
    now = system_clock()
    user = User.objects.filter(username=login_name, is_service=False).first()
    key = account_key(user, login_name)
    refuse_blocked(request, user, "password", key, now)
    standard = standard_for(user.pk if user else None)
    block = timedelta(minutes=standard.lock_minutes)
    throttle.count(key, now, after=standard.lock_after, block=block, window=DAY)
    if is_right(password, user) and user is not None:
        throttle.clear([key])
        return user
    count_address(request, standard.address_failures, now)
    attempts.note(request, user.pk if user else None, "password", "wrong", now)
    raise NotAllowed("sign_in_wrong", "Name and password do not belong together.")


def by_own_password(request: HttpRequest, user: User, password: str) -> None:
    """Check the password of who is signed in; what is wrong counts and locks as at the door."""
    now = system_clock()
    key = account_key(user, user.username)
    refuse_blocked(request, user, "password", key, now)
    standard = standard_for(user.pk)
    throttle.count(key, now, after=standard.lock_after, block=timedelta(minutes=standard.lock_minutes), window=DAY)
    if is_right(password, user):
        throttle.clear([key])
        return
    count_address(request, standard.address_failures, now)
    attempts.note(request, user.pk, "password", "wrong", now)
    raise InvalidInput("password_wrong", "This is not your present password.", field="password")


def account_key(user: User | None, login_name: str) -> str:
    """Give the key under which an account's failures are counted; unknown logins count alike, so they tell nothing."""
    return f"account:{user.pk}" if user else f"login:{codes.recovery_digest(login_name)}"


def refuse_blocked(request: HttpRequest, user: User | None, method: str, key: str, now: datetime) -> None:
    """Refuse while account or address is locked, without judging anything."""
    until = throttle.blocked_until([key, f"address:{attempts.address_of(request)}"], now)
    if until is not None:
        attempts.note(request, user.pk if user else None, method, "blocked", now)
        seconds = max(1, int((until - now).total_seconds()))
        wait = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"
        raise Locked(
            "sign_in_locked",
            f"Too many wrong attempts. Try again in {wait}; an administrator can unlock.",
            retry_after=seconds,
        )


def count_address(request: HttpRequest, most: int, now: datetime) -> None:
    """Count a failure from an address, whatever the account."""
    key = f"address:{attempts.address_of(request)}"
    throttle.count(key, now, after=most, block=timedelta(minutes=5), window=HOUR)


def credential_of(user_id: int, kind: str) -> tuple[int, dict[str, Any]] | None:
    """Give a person's only credential of a kind: its id and what is kept of it."""
    found = rows("SELECT id, data FROM platform_credential WHERE user_id = %s AND kind = %s", [user_id, kind])
    return (int(found[0][0]), found[0][1]) if found else None


def factors_of(user_id: int) -> set[str]:
    """Give the kinds of second factor that a person has set up."""
    found = rows(
        "SELECT DISTINCT kind FROM platform_credential WHERE user_id = %s AND kind IN ('totp', 'passkey')", [user_id]
    )
    return {row[0] for row in found}


def go_on(request: HttpRequest, user: User, method: str, wanted: str) -> HttpResponse:
    """After the first factor: ask for the second where there is one, else let in."""
    if factors_of(user.pk):
        now = system_clock()
        request.session.cycle_key()
        request.session[HALF] = {"user": user.pk, "until": (now + HALF_LASTS).timestamp(), "next": wanted}
        attempts.note(request, user.pk, method, "half", now)
        return HttpResponseRedirect("/sign-in/second/")
    return enter(request, user, method, wanted)


def half_signed_in(request: HttpRequest) -> tuple[User, str]:
    """Give who has passed the first factor in this browser a moment ago, and where to go."""
    kept = request.session.get(HALF)
    if not kept or kept["until"] < system_clock().timestamp():
        raise NotAllowed("half_over", "Begin again with your name and password.")
    return User.objects.get(pk=kept["user"], is_active=True), kept["next"]


def by_code(request: HttpRequest, user: User, typed: str) -> tuple[str, int | None, dict[str, Any]]:
    """Check the code of the authenticator, or a recovery code; give method, credential and what to keep of its use."""
    now = system_clock()
    key = f"account:{user.pk}"
    refuse_blocked(request, user, "totp", key, now)
    standard = standard_for(user.pk)
    block = timedelta(minutes=standard.lock_minutes)
    throttle.count(key, now, after=standard.lock_after, block=block, window=DAY)
    digits = typed.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) == codes.DIGITS:
        kept = credential_of(user.pk, "totp")
        if kept:
            step = codes.matching_step(unseal(kept[1]["secret"]), digits, now, int(kept[1]["step"]))
            if step is not None:
                throttle.clear([key])
                return "totp", kept[0], {"step": step}
    elif _used_up(user, typed):
        throttle.clear([key])
        return "recovery", None, {}
    count_address(request, standard.address_failures, now)
    attempts.note(request, user.pk, "totp", "wrong", now)
    raise NotAllowed("code_wrong", "This is neither the code it shows now nor one of your recovery codes.")


def _used_up(user: User, typed: str) -> bool:
    try:
        use_recovery_code(own_ctx(user), code=typed)
    except InvalidInput:
        return False
    return True


def enter(
    request: HttpRequest,
    user: User,
    method: str,
    wanted: str,
    credential: int | None = None,
    facts: dict[str, Any] | None = None,
) -> HttpResponse:
    """Let a person in: audited, in a session of its own on the terms of the companies, and go where it wanted."""
    now = system_clock()
    if not user.is_active:
        raise NotAllowed("switched_off", "This account is switched off; an administrator can tell why.")
    if not companies_of(user.pk):
        raise NotAllowed("no_role", "You hold no role in any company; an administrator can give one.")
    sign_in(own_ctx(user), method=method, credential=credential, facts=facts)
    request.session.pop(HALF, None)
    login(request, user, backend=BACKEND)
    standard = standard_for(user.pk)
    sessions.begin(request, user.pk, method, standard.terms, now)
    request.session[MUST] = must_set_up(user, method)
    request.session[PROVED_KEY] = now.timestamp()
    attempts.note(request, user.pk, method, "done", now)
    return HttpResponseRedirect(wanted)


def must_set_up(user: User, method: str = "") -> str:
    """Say what a person has to set up before anything else: a second factor, where a company asks for one."""
    if method in ("passkey", "openid_second") or factors_of(user.pk):
        return ""
    return "second_factor" if standard_for(user.pk).needs_second_factor else ""
