"""Walking through every screen as somebody who may see everything, and telling what stands there to be read."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

from django.test import Client

from tests.screens.signed_in import prove
from throughline.governance.duties import CONFLICTS, Duty
from throughline.governance.models import DutyException
from throughline.platform.models import Role, RoleAssignment, User
from throughline.platform.operations import system_clock
from throughline.platform.ui import ListScreen, OperationForm, RecordScreen, screens

_LINK = re.compile(r'(?:href|hx-get)="(/[a-z][^"#]*)"')
_RECORD = re.compile(r"/[a-z][a-z/-]*/\d+/$")
_WHY = re.compile(r"/why/([a-z-]+)/")
_BULK = re.compile(r'formaction="(/[^"]+/bulk/[^"]+)"')
_TICK = re.compile(r'name="row" value="([^"]+)"')
_CODES = re.compile(
    r'<(script|style|svg|template|code|pre|kbd)\b.*?</\1>|<td class="code[^"]*">.*?</td>|<dt class="code">.*?</dt>',
    re.DOTALL,
)
_TEXT = re.compile(r">([^<>]+)<")
_SPOKEN = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]+)"')
#: Addresses that lead out of the screens, or that another test reads.
_ELSEWHERE = re.compile(r"\.(pdf|xlsx|csv|zpl|json|png|js)|/sign-|/static/|/export/|/company/|/lookup/|/files/|/logo/")
RECORDS = 2


def walker(company: int, language: str) -> Client:
    """Give a browser of somebody who may see and do everything in a company, in a language."""
    user = User.objects.using("owner").create(
        username=f"wanda-{company}-{language}", name="Wanda Weg", language=language
    )
    role = Role.objects.using("owner").create(
        code=f"rundgang-{company}-{language}", name="Rundgang", permissions=["*"], duties=[str(duty) for duty in Duty]
    )
    RoleAssignment.objects.using("owner").create(user_id=user.pk, role_id=role.pk, company_id=company)
    until = system_clock().date() + timedelta(days=365)
    DutyException.objects.using("owner").bulk_create(
        DutyException(
            company_id=company, user_id=user.pk, duty=one, conflicting=other, reason="Rundgang", valid_to=until,
            granted_by=user.pk, approved_by=user.pk,
        )
        for one, other in map(sorted, CONFLICTS)
    )  # fmt: skip
    client = Client()
    client.force_login(user)
    prove(client)
    return client


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Give every screen: lists with their views, boards, queues, some records of each list, the forms they offer.

    With them come the answers to Why?, the previews of what is done to many at once, and what forms say when they are
    sent off empty.
    """
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    waiting = ["/", "/account/", "/account/details/", "/account/password/", "/api/", "/find/?q=S", "/first-day/"]
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
        yield from _previews(client, shown, kinds)
        waiting += _next(shown, kinds, "?" in address)
    yield from _refusals(client)


def _next(shown: str, kinds: Counter[str], deep: bool) -> Iterator[str]:
    """Go on to a few records of a kind, to each form once, and to a few answers to each question."""
    for link in dict.fromkeys(unescape(one) for one in _LINK.findall(shown)):
        if _ELSEWHERE.search(link):
            continue
        bare = link.partition("?")[0]
        why = _WHY.match(bare)
        kind = why[0] if why else re.sub(r"\d+", "0", bare)
        most = 1 if bare.startswith("/do/") else RECORDS
        follows = why or bare.startswith("/do/") or (_RECORD.match(bare) and not deep)
        if follows and kinds[kind] < most:
            kinds[kind] += 1
            yield link if why or bare.startswith("/do/") else bare


def _previews(client: Client, shown: str, kinds: Counter[str]) -> Iterator[tuple[str, str]]:
    """Ask once for each deed on many what it would do to the first rows."""
    rows = [unescape(one) for one in _TICK.findall(shown)[:RECORDS]]
    for address in dict.fromkeys(_BULK.findall(shown)):
        if rows and not kinds[address]:
            kinds[address] += 1
            answer = client.post(address, {"row": rows})
            if answer.status_code < 500 and "html" in answer["Content-Type"]:
                yield address, answer.content.decode()


def _refusals(client: Client) -> Iterator[tuple[str, str]]:
    """Send every form off empty; what it says to that is read too."""
    for screen in screens:
        if isinstance(screen, OperationForm):
            answer = client.post(screen.path, {})
            if answer.status_code >= 400:
                yield f"{screen.path} (sent off empty)", answer.content.decode()


def texts(shown: str) -> set[str]:
    """Give what can be read on a page, or heard; not what stands there as code."""
    plain = _CODES.sub("", shown)
    found = {*_TEXT.findall(plain), *_SPOKEN.findall(plain)}
    return {re.sub(r"\s+", " ", unescape(one)).strip() for one in found} - {""}
