"""How REST says no: RFC 9457 problem+json, mapped here and nowhere else."""

import json
from typing import Any, ClassVar

from django.http import HttpResponse

from throughline.kernel.errors import DomainError, InvalidInput, StaleVersion
from throughline.platform.rest.told import told

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "The request cannot be read",
    401: "Nobody is signed in",
    403: "This is not yours to do",
    404: "There is no such thing here",
    405: "The address does not answer to this method",
    409: "This cannot be done now",
    412: "It was changed since it was read",
    413: "The request is too large",
    415: "The request is not JSON",
    422: "The input does not fit",
    429: "Too many requests",
    500: "Something broke on our side",
}


class Unreadable(DomainError):
    """The body is no JSON, or the address no query."""

    status = 400


class Unauthenticated(DomainError):
    """Nobody is signed in, or the token opens nothing."""

    status = 401


class WrongMethod(DomainError):
    """The address answers to another method."""

    status = 405


class TooLarge(DomainError):
    """The body is larger than what is read."""

    status = 413


class WrongType(DomainError):
    """The body is not JSON."""

    status = 415


class Changed(DomainError):
    """The precondition of the request does not hold any more."""

    status: ClassVar[int] = 412


class Broken(DomainError):
    """Something broke on our side; nothing was changed."""

    status = 500


def problem(error: DomainError, *, instance: str = "") -> HttpResponse:
    """Answer with a refusal: type, title, status, detail, code, field and facts."""
    body: dict[str, Any] = {
        "type": f"urn:throughline:problem:{error.code}",
        "title": TITLES.get(error.status, "Refused"),
        "status": error.status,
        "detail": error.message,
        "code": error.code,
    }
    if instance:
        body["instance"] = instance
    field = error.facts.get("field")
    if field:
        body["field"] = str(field)
    facts = {key: value for key, value in error.facts.items() if key != "field"}
    if facts:
        body["facts"] = told(facts)
    response = HttpResponse(json.dumps(body, default=str), content_type=CONTENT_TYPE, status=error.status)
    response["Cache-Control"] = "no-store"
    if "retry_after" in error.facts:
        response["Retry-After"] = str(error.facts["retry_after"])
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="throughline"'
    return response


def precondition(error: DomainError, *, asked: bool) -> DomainError:
    """Answer a stale version with 412 where the caller named one with If-Match, else leave it a conflict."""
    if asked and isinstance(error, StaleVersion):
        return Changed(error.code, error.message, **error.facts)
    return error


def wrong(code: str, message: str, field: str = "") -> InvalidInput:
    """Name a part of the address or of the headers that does not fit."""
    return InvalidInput(code, message, field=field)
