"""The report on segregation of duties: who combines duties that conflict, through which roles, with what exception."""

from throughline.governance.access import Conflict, conflicts, holdings
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Status,
    View,
    form_url,
    octagon,
    record_url,
    triangle,
)
from throughline.platform.ui.sentences import said, tell

READ = "governance.access.read"


def through_words(one: Conflict) -> str:
    """Say through which roles somebody has two duties that conflict."""
    told = [tell("{duty} by {roles}", duty=said(duty), roles=", ".join(roles)) for duty, roles in one.ways]
    return tell("{one} and {other}", one=told[0], other=told[1])


def _now(row: Conflict) -> Status:
    return triangle("Excepted") if row.is_excepted else octagon("Not excepted")


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = conflicts(ctx, holdings(ctx))
    if asked.one("open") == "1":
        found = [one for one in found if not one.is_excepted]
    if asked.search:
        wanted = asked.search.lower()
        found = [one for one in found if one.person.lower().startswith(wanted) or one.login.lower().startswith(wanted)]
    return ListPage(found)


def _end(row: Conflict) -> str | None:
    if row.is_excepted:
        return form_url("people/end-exception", exception=row.exception_id)
    return form_url("people/exception", user=row.user_id, duty=row.duty, conflicting=row.conflicting)


def _count(ctx: Ctx) -> int:
    return sum(not one.is_excepted for one in conflicts(ctx, holdings(ctx)))


CONFLICTS = ListScreen(
    slug="duty-conflicts",
    title="Conflicts of duties",
    permission=READ,
    nav=Nav("Set up", "Conflicts of duties", "scale", 45),
    query=_page,
    columns=[
        Column("person", "Person", priority=1, url=lambda row: record_url("people", row.user_id)),
        Column("duty", "Duty", priority=2),
        Column("conflicting", "Conflicts with", priority=2),
        Column("through", "Through", value=through_words, width=300),
        Column("until", "Until", "date", priority=2),
        Column("approver", "Approved by"),
        Column("reason", "Reason", priority=4, width=240),
        Column("now", "Now", "status", value=_now, priority=2),
        Column("do", "Exception", "link", lambda row: "End" if row.is_excepted else "Record an exception", url=_end),
    ],
    filters=[Filter("open", "Not excepted", "flag")],
    views=[View("all", "All"), View("open", "Not excepted", {"open": ["1"]}, count=_count)],
    row_label="person",
    actions=[Action("Record an exception", form="people/exception", dialog=False)],
    empty=Empty(
        "Nobody combines duties that conflict", "A conflict shows when roles are given by a recorded exception."
    ),
)
