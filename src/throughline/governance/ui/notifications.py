"""What one was told: the bell, the list, marking as read, and which kinds one wants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.governance.notices import (
    KINDS,
    OWN,
    NotificationFacts,
    notifications_of,
    read_notifications,
    unread,
    unwanted_kinds,
)
from throughline.platform import refs
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned
from throughline.platform.rest.reads import Limit, Page, read
from throughline.platform.ui import (
    Action,
    Bulk,
    Column,
    Done,
    Empty,
    Field,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    OperationForm,
    Status,
    View,
    half,
    list_url,
    ring,
)
from throughline.platform.ui.shell import Bell
from throughline.platform.ui.spoken import spoken

WORDS = {
    "mentioned": "Mentioned",
    "assigned": "Given to me",
    "hold_decided": "Decided",
    "approval_asked": "Asked",
    "run_finished": "Finished",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A notification as the list shows it."""

    id: int
    title: str
    kind: str
    about: str
    url: str
    who: str
    at: datetime
    now: Status


def _rows(found: Sequence[NotificationFacts]) -> list[Row]:
    shown = refs.resolve([one.ref for one in found if one.ref])
    told = []
    for one in found:
        about = shown.get(one.ref) if one.ref else None
        now = ring("Read") if one.read_at else half("Unread")
        label, url = (about.label, about.url) if about else ("", "")
        told.append(Row(one.id, spoken(one.title), WORDS.get(one.kind, one.kind), label, url, one.actor, one.at, now))
    return told


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = notifications_of(ctx, only_unread=asked.one("unread") == "1", before=asked.before, limit=asked.size + 1)
    return ListPage.cut(found, asked.size, show=_rows)


def _mark(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    read_notifications(ctx, notifications=[one.id for one in chosen])
    return _foresee(ctx, chosen, values)


def _foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    return Outcomes(Outcome(one.id, f"Notification {one.id}", "done", "read", "read", {}, one.id) for one in chosen)


def bell(ctx: Ctx) -> Bell | None:
    """Give the bell of the page: it counts what asks something of the reader, and shows quietly that there is news."""
    if not ctx.may(OWN):
        return None
    found = unread(ctx)
    return Bell(list_url("notifications", view="unread"), found.needing, found.all)


LIST = ListScreen(
    slug="notifications",
    title="Notifications",
    permission=OWN,
    query=_page,
    columns=[
        Column("title", "What", priority=1, width=520, url=lambda row: row.url or None),
        Column("kind", "Kind", dim=True, priority=3),
        Column("about", "About", url=lambda row: row.url or None, priority=2),
        Column("who", "By", priority=2),
        Column("at", "When", "datetime", priority=2),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[Filter("unread", "Unread only", "flag")],
    views=[View("unread", "Unread", {"unread": ["1"]}), View("all", "All")],
    row_label="title",
    searchable=False,
    bulk=[
        Bulk(
            "read",
            "Mark read",
            "notification",
            _mark,
            preview=_foresee,
            permission=OWN,
            key="M",
            phrase="Mark {what} read",
            past="marked read",
        )
    ],
    actions=[
        Action("Mark all read", form="notifications/read-all"),
        Action("What I want to be told", form="notifications/choose"),
    ],
    empty=Empty("Nothing unread", "You are told here when somebody mentions you, asks you or decides for you."),
)

READ_ALL = OperationForm(
    slug="notifications/read-all",
    title="Mark every notification as read?",
    operation="governance.read_all_notifications",
    submit_label="Mark all read",
    parent="notifications",
    on_done=lambda ctx, result, values: Done(list_url("notifications")),
)

CHOOSE = OperationForm(
    slug="notifications/choose",
    title="What do you want to be told?",
    operation="governance.choose_notifications",
    submit_label="Save choice",
    parent="notifications",
    fields=[Field("wanted", "Tell me when", "several", groups=[("", list(KINDS.items()))])],
    initial=lambda ctx, query: {"wanted": [kind for kind in KINDS if kind not in unwanted_kinds(ctx)]},
    on_done=lambda ctx, result, values: Done(list_url("notifications"), "Kept for this company."),
)


@read("governance.notifications", permission=OWN)
def notifications(
    ctx: Ctx, *, only_unread: bool = False, before: int | None = None, limit: Limit = 50
) -> Page[NotificationFacts]:
    """List what one was told, the newest first."""
    found = notifications_of(ctx, only_unread=only_unread, before=before, limit=limit + 1)
    return Page.of(found, limit, lambda one: one.id)
