"""From where somebody comes, and the log of attempts to sign in."""

from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from throughline.platform.database.statements import execute


def address_of(request: HttpRequest) -> str:
    """Give the address that a request comes from: the last one that our own proxies saw, and no invention of others."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        direct = told[-settings.TRUSTED_PROXIES] if len(told) >= settings.TRUSTED_PROXIES else direct
    try:
        return str(ip_address(direct))
    except ValueError:
        return ""


def agent_of(request: HttpRequest) -> str:
    """Give the browser's own name, shortened."""
    told = "".join(letter for letter in request.headers.get("User-Agent", "") if letter.isprintable())
    return told[:200]


def note(request: HttpRequest, user_id: int | None, method: str, outcome: str, now: datetime) -> None:
    """Keep an attempt; never what was typed."""
    execute(
        """INSERT INTO platform_sign_in (user_id, at, method, outcome, address, agent)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        [user_id, now, method, outcome, address_of(request), agent_of(request)],
    )
