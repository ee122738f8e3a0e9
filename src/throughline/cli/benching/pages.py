"""The server time of every page over whatever the database holds: each screen, each saved view, records of lists."""

import logging
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.test import Client, override_settings

from throughline.cli.operator import operator
from throughline.governance.public import (
    Grant,
    Invitation,
    RoleInput,
    define_roles,
    invite_users,
    known_permissions,
    take_roles,
    withdraw_roles,
)
from throughline.platform.database.statements import rows
from throughline.platform.models import Session, User
from throughline.platform.ui import ListScreen, RecordScreen, screens

RECORDS, VISITS = 5, 5
#: Login and role of whoever reads the pages.
READER = "bench"
_RECORD = re.compile(r'href="(/[a-z][a-z/-]*/\d+/)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the milliseconds of each visit after the first."""

    address: str
    visits: tuple[float, ...]
    bytes: int

    @property
    def median(self) -> float:
        """The middle of the visits."""
        return statistics.median(self.visits)


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a company, slowest first."""

    company: str
    pages: list[Page]

    @property
    def p95(self) -> float:
        """The 95th percentile over all visits of all pages."""
        visits = sorted(visit for page in self.pages for visit in page.visits)
        return visits[int(0.95 * (len(visits) - 1))]


def measure() -> Pages | None:
    """Visit the pages of the company with the most orders; None where there is no company."""
    found = rows(
        """SELECT c.id, c.name FROM governance_company c
           ORDER BY (SELECT count(*) FROM sales_order o WHERE o.company_id = c.id) DESC, c.id LIMIT 1""",
        alias="owner",
    )
    if not found:
        return None
    ((company_id, name),) = found
    with override_settings(RATE_LIMITS={}), signed_in(company_id) as client:
        addresses = dict.fromkeys(_addresses(client))
        pages = [_visit(client, address) for address in addresses]
    return Pages(name, sorted(pages, key=lambda page: -page.median))


@contextmanager
def signed_in(company_id: int) -> Iterator[Client]:
    """Give a browser of somebody who may see everything, for as long as the block lasts; requests are not logged.

    The person and the role come and go by operations, as every change has an author; without the role the person, who
    has no password either, may do nothing.
    """
    logging.getLogger("throughline.requests").setLevel(logging.WARNING)
    ctx = operator(company_id, "throughline bench")
    (role,) = define_roles(ctx, roles=[RoleInput(READER, "Bench", sorted(known_permissions()))])
    (reader,) = invite_users(ctx, users=[Invitation(READER, "Bench", [READER])])
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=reader))
    try:
        yield client
    finally:
        Session.objects.using("owner").filter(user_id=reader).delete()
        take_roles(ctx, grants=[Grant(reader, READER)])
        withdraw_roles(ctx, roles=[role])


def _addresses(client: Client) -> Iterator[str]:
    for screen in screens:
        if isinstance(screen, RecordScreen) or "<" in screen.path:
            continue
        answer = client.get(screen.path)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        yield screen.path
        if isinstance(screen, ListScreen):
            yield from (f"{screen.path}?view={view.name}" for view in screen.views)
            records = dict.fromkeys(_RECORD.findall(answer.content.decode()))
            yield from list(records)[:RECORDS]


def _visit(client: Client, address: str) -> Page:
    answer = client.get(address)
    visits = []
    for _ in range(VISITS):
        begun = time.perf_counter()
        answer = client.get(address)
        visits.append((time.perf_counter() - begun) * 1000)
    return Page(address, tuple(visits), len(answer.content))
