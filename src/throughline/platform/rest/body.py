"""The body and the headers of a request, read once and within bounds."""

import json
import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from throughline.kernel.digits import is_id
from throughline.platform.rest.problems import TooLarge, Unreadable, WrongType, wrong

LARGEST_BODY = 2 * 1024 * 1024
LONGEST_KEY = 200
_KEY = re.compile(r"[\x21-\x7e]+")
_TAG = re.compile(r'(?:W/)?"(\d{1,18})(?:-[0-9a-f]+)?"')


def json_body(request: HttpRequest) -> dict[str, Any]:
    """Read a JSON object; an empty body is an empty object."""
    content_type = (request.content_type or "").lower()
    raw = _raw(request)
    if not raw.strip():
        return {}
    if content_type != "application/json" and not content_type.endswith("+json"):
        raise WrongType("not_json", "Send the body as JSON, with Content-Type: application/json.")
    try:
        body = json.loads(
            raw.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once
        )
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8", "The body is not UTF-8.") from error
    except RecursionError as error:
        raise Unreadable("too_deep", "The body is nested too deep.") from error
    except ValueError as error:
        raise Unreadable("broken_json", f"The body is no JSON: {str(error)[:200]}.") from error
    if not isinstance(body, dict):
        raise Unreadable("not_an_object", "The body must be a JSON object with the parameters by name.")
    return body


def _raw(request: HttpRequest) -> bytes:
    told = request.headers.get("Content-Length", "")
    too_large = TooLarge("too_large", f"A body has {LARGEST_BODY:,} bytes at most; send the set in several calls.")
    if is_id(told) and int(told) > LARGEST_BODY:
        raise too_large
    try:
        raw = request.body
    except RequestDataTooBig as error:
        raise too_large from error
    except UnreadablePostError as error:
        raise Unreadable("cut_off", "The body ended early.") from error
    if len(raw) > LARGEST_BODY:
        raise too_large
    return raw


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object names one field twice")
    return found


def idempotency_key(request: HttpRequest) -> str | None:
    """Read the key under which a repeated request gets the first answer."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise wrong(
            "bad_key",
            f"An idempotency key has 1 to {LONGEST_KEY} printable ASCII characters without blanks.",
            "Idempotency-Key",
        )
    return key


def version_asked(request: HttpRequest) -> int | None:
    """Read the version that a change is meant for; `*` asks for none."""
    tag = request.headers.get("If-Match")
    if tag is None or tag.strip() == "*":
        return None
    found = _TAG.fullmatch(tag.strip())
    if not found:
        raise wrong("bad_tag", 'If-Match takes the ETag of the record, such as "7", or *.', "If-Match")
    return int(found[1])


def flag(request: HttpRequest, name: str) -> bool:
    """Read a yes or no of the address."""
    value = request.GET.get(name, "")
    if value not in ("", "true", "false", "1", "0"):
        raise wrong("not_a_boolean", f"{name} takes true or false.", name)
    return value in ("true", "1")


def known_query(request: HttpRequest, *names: str) -> None:
    """Refuse what an address asks that nothing would hear."""
    for name in request.GET:
        if name not in names:
            raise wrong(
                "unknown_parameter",
                f"Nothing reads the parameter {name[:60]}; leave it out. Known: {', '.join(sorted(names)) or 'none'}.",
                name[:60],
            )
