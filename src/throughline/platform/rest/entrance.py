"""Who calls: by token, or by the session of a signed-in person; and how every answer leaves."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from throughline.kernel.errors import DomainError, NotAllowed
from throughline.platform.database.statements import rows
from throughline.platform.limits.buckets import take
from throughline.platform.operations import Ctx, Scope, reading, system_clock
from throughline.platform.rest.problems import Broken, Unauthenticated, Unreadable, WrongMethod, problem
from throughline.platform.rest.told import told
from throughline.platform.ui import formats
from throughline.platform.ui.access import ctx_of

DOOR = "api"
PREFIX = "tl_"
LONGEST_TOKEN = 200
Params = ParamSpec("Params")
Handler = Callable[Concatenate[HttpRequest, Ctx, Params], HttpResponse]
log = structlog.get_logger()


def digest_of(secret: str) -> str:
    """Give what is kept of a secret. It is 32 random bytes, so one round of SHA-256 keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def caller(request: HttpRequest) -> Ctx:
    """Give the context of whoever calls; a token counts before a session."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Unauthenticated("unknown_scheme", "Send the token as: Authorization: Bearer tl_...")
        return holder_of(secret.strip())
    if not request.user.is_authenticated:
        raise Unauthenticated("unauthenticated", "Send a token: Authorization: Bearer tl_...; or sign in first.")
    if request.method not in ("GET", "HEAD"):
        _demand_csrf(request)
    return replace(ctx_of(request), door=DOOR)


def holder_of(secret: str) -> Ctx:
    """Let the holder of a token act in its company, within its scopes: one statement."""
    from throughline.platform.permissions import timezone_of  # its models load with the applications, not before

    if len(secret) > LONGEST_TOKEN or not secret.isascii():
        raise Unauthenticated("token_unknown", "This token opens nothing; make one on the page of tokens.")
    found = rows("SELECT * FROM platform_token_holder(%s, %s)", [digest_of(secret), system_clock()])
    if not found:
        raise Unauthenticated("token_unknown", "This token opens nothing; make one on the page of tokens.")
    ((token_id, company_id, user_id, scopes, _, language, state, permissions, duties),) = found
    if state != "good":
        reason = {"revoked": "was revoked", "expired": "has expired", "inactive": "belongs to nobody active"}[state]
        raise Unauthenticated(f"token_{state}", f"This token {reason}; make another.")
    return Ctx(
        company_id=company_id,
        actor_id=user_id,
        permissions=frozenset(permissions),
        duties=frozenset(duties),
        door=DOOR,
        cause=f"token:{token_id}",
        language=language,
        timezone=timezone_of(company_id),
        scope=Scope(frozenset(scopes)),
    )


def _count(ctx: Ctx) -> None:
    """Count a call for its token and for its company."""
    allowed = settings.RATE_LIMITS
    if ctx.cause.startswith("token:") and (rate := allowed.get("token")):
        take("token", ctx.cause.removeprefix("token:"), rate, "this token")
    if rate := allowed.get("company"):
        take("company", str(ctx.company_id), rate, "all programs of your company")


def _demand_csrf(request: HttpRequest) -> None:
    """A browser's session changes things only with the page's own token, as in every form."""
    check = CsrfViewMiddleware(lambda _: HttpResponse())
    request._dont_enforce_csrf_checks = getattr(request, "_dont_enforce_csrf_checks", False)  # type: ignore[attr-defined]
    check.process_request(request)
    if check.process_view(request, _nothing, (), {}) is not None:
        raise NotAllowed("csrf", "A session changes things only with the header X-CSRFToken; a token needs none.")


def _read_address(request: HttpRequest) -> None:
    try:
        _ = request.GET
    except SuspiciousOperation as error:
        raise Unreadable("too_many_parameters", "The address holds too many parameters; ask in several calls.") from (
            error
        )


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def rest_view(handler: Handler[Params], methods: tuple[str, ...], permission: str = "") -> Callable[..., HttpResponse]:
    """Wrap a handler: known caller, permitted, refusals as problem+json, never a page.

    GET runs inside the reading transaction; a POST calls an operation, which opens its own.
    """

    @wraps(handler)
    def view(request: HttpRequest, *args: Params.args, **captured: Params.kwargs) -> HttpResponse:
        try:
            if request.method not in methods:
                raise WrongMethod("wrong_method", f"This address answers to {', '.join(methods)}.")
            _read_address(request)
            ctx = caller(request)
            _count(ctx)
            with formats.standing(ctx):
                if permission:
                    ctx.demand(permission)
                if request.method in ("GET", "HEAD"):
                    with reading(ctx):
                        return handler(request, ctx, *args, **captured)
                return handler(request, ctx, *args, **captured)
        except DomainError as error:
            response = problem(error, instance=request.path)
            if isinstance(error, WrongMethod):
                response["Allow"] = ", ".join(methods)
            return response
        except Exception:
            log.exception("the REST door broke", path=request.path, method=request.method)
            told = "Nothing was changed. It has been noted with the time; repeat in a moment."
            return problem(Broken("internal_error", told), instance=request.path)

    return csrf_exempt(view)


def answer(body: Mapping[str, Any], *, status: int = 200, **headers: str) -> HttpResponse:
    """Answer with plain values."""
    response = HttpResponse(encode(body), content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def encode(body: Any) -> str:
    """Write values as JSON; decimals and days become text."""
    return json.dumps(told(body), ensure_ascii=False, separators=(",", ":"), default=str)
