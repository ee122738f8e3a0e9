"""Walking through every screen as somebody who may see everything, and telling what stands there to be read."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from django.test import Client

from throughline.platform.ui import ListScreen, OperationForm, RecordScreen, screens

_LINK = re.compile(r'(?:href|hx-get)="(/[a-z][^"#]*)"')
_RECORD = re.compile(r"/[a-z][a-z/-]*/\d+/$")
_SILENT = re.compile(r"<(script|style|svg|template)\b.*?</\1>", re.DOTALL)
_TEXT = re.compile(r">([^<>]+)<")
_SPOKEN = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]+)"')
#: Addresses that lead out of the screens, or that another test reads.
_ELSEWHERE = re.compile(r"\.(pdf|xlsx|csv|zpl|json|png|js)|/sign-|/static/|/export/|/why/|/company/|/lookup/|/files/")
RECORDS = 2


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Give every screen: lists with their views, boards, queues, some records of each list, the forms they offer."""
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    waiting = ["/", "/account/", "/account/details/", "/account/password/", "/api/", "/find/?q=S"]
    for screen in screens:
        if isinstance(screen, RecordScreen | OperationForm) or "<" in screen.path:
            continue
        waiting.append(screen.path)
        if isinstance(screen, ListScreen):
            waiting += [f"{screen.path}?view={view.name}" for view in screen.views]
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        shown = answer.content.decode()
        yield address, shown
        waiting += _next(shown, kinds, "?" in address)


def _next(shown: str, kinds: Counter[str], deep: bool) -> Iterator[str]:
    """Go on to a few records of a kind, and to each form once."""
    for link in dict.fromkeys(unescape(one) for one in _LINK.findall(shown)):
        if _ELSEWHERE.search(link):
            continue
        bare = link.partition("?")[0]
        kind = re.sub(r"\d+", "0", bare)
        if bare.startswith("/do/") and not kinds[kind]:
            kinds[kind] += 1
            yield link
        elif _RECORD.match(bare) and not deep and kinds[kind] < RECORDS:
            kinds[kind] += 1
            yield bare


def texts(shown: str) -> set[str]:
    """Give what can be read on a page, or heard."""
    plain = _SILENT.sub("", shown)
    found = {*_TEXT.findall(plain), *_SPOKEN.findall(plain)}
    return {re.sub(r"\s+", " ", unescape(one)).strip() for one in found} - {""}
