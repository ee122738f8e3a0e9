"""What the tests of the kit share: a context with a fixed clock, and posted forms."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import QueryDict

from throughline.platform.operations import Ctx

MORNING = datetime(2026, 11, 17, 9, 42, tzinfo=UTC)


def someone(language: str = "en-gb", *permissions: str) -> Ctx:
    """Give a person of company 1 on the morning of Tue 17 Nov 2026, in Amsterdam."""
    held = frozenset(permissions or {"*"})
    return Ctx(1, 7, held, clock=lambda: MORNING, language=language, timezone="Europe/Amsterdam", door="web")


def posted(**values: object) -> QueryDict:
    """Give a form as a browser posts it; names may hold hyphens when given as a dict."""
    return QueryDict(urlencode(values, doseq=True))


def posted_as(values: dict[str, object]) -> QueryDict:
    """Give a form whose names are no Python names."""
    return QueryDict(urlencode(values, doseq=True))
