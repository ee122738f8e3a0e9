"""Sixty days of the demo company, day by day, and the state in which it is found today."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from throughline.governance.public import (
    Duty,
    define_roles,
    found_company,
    invite_users,
    make_sign_in_links,
    own_ctx,
    set_password_by_link,
)
from throughline.platform.database.statements import execute
from throughline.platform.models import User
from throughline.platform.operations import Ctx, system_clock
from throughline.web.demo.days import Days
from throughline.web.demo.ending import tell_ending
from throughline.web.demo.masters import Founding
from throughline.web.demo.people import PASSWORD, POSTS, people, roles
from throughline.web.demo.stage import Clock

DAYS = 60
#: How long before now the last part begins, so that nothing in it is yet to come.
ENDING = timedelta(hours=9)


def load(today: date | None = None) -> int:
    """Found the demo company and tell its sixty days until today; give its id. The same day gives the same company."""
    now = datetime.combine(today, time(18), UTC) if today else system_clock()
    last = now.date()
    first = last - timedelta(days=DAYS)
    clock, chance = Clock(datetime.combine(first, time(6), UTC)), Random(7)
    staff = _found(clock)
    masters = Founding(staff, chance, first).lay()
    days = Days(staff, masters, clock, chance)
    for offset in range(DAYS):
        day = first + timedelta(days=offset)
        if day.isoweekday() < 6:
            days.tell(day, is_eve=offset == DAYS - 1)
        if offset in (1, 7, 30):
            execute("ANALYZE", alias="owner")  # nobody else has had the time: the planner takes new tables for empty
    clock.moment = min(datetime.combine(last, time(7, 30), UTC), now - ENDING)
    tell_ending(days, last)
    return staff["desk"].company_id


def _found(clock: Clock) -> dict[str, Ctx]:
    """Found the company and give each of its people the context in which they act."""
    duty = frozenset({str(Duty.ADMINISTRATION)})
    allowed = frozenset({"governance.company.found", "governance.access.change"})
    founder = Ctx(0, 1, permissions=allowed, duties=duty, clock=clock, door="cli", reason="Demo company")
    company = found_company(
        founder,
        code="CALDER",
        name="Calder Vane BV",
        country="NL",
        currency="EUR",
        vat_number="NL812345678B01",
        address=["Waalhaven Oostzijde 88", "3087 BM Rotterdam"],
        bank={"name": "Havenbank", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A"},
    )
    founder = Ctx(company, 1, permissions=allowed, duties=duty, clock=clock, door="cli", reason="Demo company")
    define_roles(founder, roles=roles())
    ids = invite_users(founder, users=people())
    links = make_sign_in_links(founder, users=ids)
    for link, number in zip(links, ids, strict=True):
        set_password_by_link(own_ctx(User.objects.get(pk=number), clock, "demo"), link=link, new=PASSWORD)
    return {
        post.login: Ctx(
            company,
            number,
            permissions=frozenset(post.role.permissions()),
            duties=frozenset(str(duty) for duty in post.role.duties),
            clock=clock,
            door="demo",
        )
        for post, number in zip(POSTS, ids, strict=True)
    }
