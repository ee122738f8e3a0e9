"""Notifications: what a person is told inside the product, once, with a link to what it is about.

Told is what needs somebody or answers somebody, never what went well by itself. Whoever knows it calls `notify` inside
the operation that made it so, and `answered` once nothing is left to do about it. Nobody is told of the own deeds, nor
of kinds that they do not want; one deed tells a person of a record once, however much of it there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.types.json import Jsonb

from throughline.kernel.errors import InvalidInput
from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx, act, operation

OWN = "governance.inbox.own"
#: Unread ones are counted up to this.
BOUND = 100

#: Kinds that ask something of their reader; the bell counts these, the others are news.
NEEDING = ("mentioned", "assigned", "approval_asked")

#: Every kind, in the words of the settings.
KINDS = {
    "mentioned": "Somebody mentions me in a note",
    "assigned": "An exception is given to me",
    "hold_decided": "What I asked to be decided is decided, or my document is refused",
    "approval_asked": "Somebody asks me for a decision",
    "run_finished": "My import or run is finished",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell whom, and about which record."""

    user_ids: Sequence[int]
    kind: str
    title: str
    subject: DocumentRef | None = None


@dataclass(frozen=True, slots=True)
class NotificationFacts:
    """A notification as its reader sees it."""

    id: int
    kind: str
    title: str
    subject_kind: str
    subject_id: int
    actor: str
    at: datetime
    read_at: datetime | None

    @property
    def ref(self) -> DocumentRef | None:
        """The record that it is about."""
        return DocumentRef(self.subject_kind, self.subject_id) if self.subject_kind else None


@act
def notify(ctx: Ctx, notices: Iterable[Notice]) -> None:
    """Tell people; one statement, however many. Nobody is told of the own deed (but of the end of an own run), of a
    kind that is not wanted, or twice of one record at once."""
    gathered: dict[tuple[int, str, str, int], list[str]] = {}
    for one in notices:
        about = (one.subject.kind, one.subject.id) if one.subject else ("", 0)
        for user in sorted(set(one.user_ids)):
            if user != ctx.actor_id or one.kind == "run_finished":
                gathered.setdefault((user, one.kind, *about), []).append(one.title)
    records = [(*about, _together(titles)) for about, titles in gathered.items()]
    if not records:
        return
    users, kinds, subject_kinds, subject_ids, titles = (list(column) for column in zip(*records, strict=True))
    execute(
        """INSERT INTO governance_notification
               (company_id, user_id, kind, subject_kind, subject_id, title, actor_id, at, operation_id)
           SELECT %s, n.user_id, n.kind, n.subject_kind, n.subject_id, n.title, %s, %s, %s
           FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[])
               AS n(user_id, kind, subject_kind, subject_id, title)
           WHERE NOT EXISTS (SELECT FROM governance_notification_choice c
               WHERE c.company_id = %s AND c.user_id = n.user_id AND c.unwanted @> to_jsonb(n.kind))""",
        [
            ctx.company_id, ctx.actor_id, ctx.now, ctx.operation_id,
            users, kinds, subject_kinds, subject_ids, titles, ctx.company_id,
        ],
    )  # fmt: skip


def _together(titles: Sequence[str]) -> str:
    """Say in one line what one deed tells of a record."""
    if len(titles) == 1:
        return titles[0][:300]
    return f"{titles[0][:280]} And {len(titles) - 1} more."


@act
def answered(ctx: Ctx, kind: str, records: Iterable[DocumentRef], *, by: int | None = None) -> None:
    """Take what was asked about records as read by everybody: nothing is left to do about it.

    `by` says whose asking alone is over. One statement.
    """
    found = sorted({(one.kind, one.id) for one in records})
    if not found:
        return
    execute(
        """UPDATE governance_notification n SET read_at = %s
           FROM unnest(%s::text[], %s::bigint[]) AS s(kind, id)
           WHERE n.company_id = %s AND n.kind = %s AND n.subject_kind = s.kind AND n.subject_id = s.id
             AND n.read_at IS NULL AND (%s::bigint IS NULL OR n.actor_id = %s)""",
        [ctx.now, [one for one, _ in found], [one for _, one in found], ctx.company_id, kind, by, by],
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """How much a reader has not read, 100 at most: what asks something of this person, and all of it."""

    needing: int
    all: int


def unread(ctx: Ctx) -> Unread:
    """Count what the reader has not read."""
    (found,) = select(
        Unread,
        """SELECT count(*) FILTER (WHERE kind = ANY(%s)), count(*) FROM (SELECT kind FROM governance_notification
           WHERE company_id = %s AND user_id = %s AND read_at IS NULL LIMIT %s) AS bounded""",
        [list(NEEDING), ctx.company_id, ctx.actor_id, BOUND],
    )
    return found


def notifications_of(
    ctx: Ctx, *, only_unread: bool = False, before: int | None = None, limit: int = 50
) -> list[NotificationFacts]:
    """List what the reader was told, the newest first, a page at a time by key."""
    return select(
        NotificationFacts,
        """SELECT n.id, n.kind, n.title, n.subject_kind, n.subject_id, coalesce(nullif(u.name, ''), u.username, ''),
                  n.at, n.read_at
           FROM governance_notification n LEFT JOIN platform_user u ON u.id = n.actor_id
           WHERE n.company_id = %s AND n.user_id = %s AND (%s::bigint IS NULL OR n.id < %s)
             AND (NOT %s OR n.read_at IS NULL)
           ORDER BY n.id DESC LIMIT %s""",
        [ctx.company_id, ctx.actor_id, before, before, only_unread, limit],
    )


def unwanted_kinds(ctx: Ctx) -> list[str]:
    """Give the kinds that the reader does not want."""
    found = rows(
        "SELECT unwanted FROM governance_notification_choice WHERE company_id = %s AND user_id = %s",
        [ctx.company_id, ctx.actor_id],
    )
    return list(found[0][0]) if found else []


@operation("governance.read_notifications", permission=OWN)
def read_notifications(ctx: Ctx, *, notifications: Sequence[int]) -> int:
    """Mark notifications of one's own as read; give how many were unread."""
    return execute(
        """UPDATE governance_notification SET read_at = %s
           WHERE company_id = %s AND user_id = %s AND id = ANY(%s::bigint[]) AND read_at IS NULL""",
        [ctx.now, ctx.company_id, ctx.actor_id, list(notifications)],
    )


@operation("governance.read_all_notifications", permission=OWN)
def read_all_notifications(ctx: Ctx) -> int:
    """Mark every notification of one's own as read; give how many were unread."""
    return execute(
        """UPDATE governance_notification SET read_at = %s
           WHERE company_id = %s AND user_id = %s AND read_at IS NULL""",
        [ctx.now, ctx.company_id, ctx.actor_id],
    )


@operation("governance.choose_notifications", permission=OWN)
def choose_notifications(ctx: Ctx, *, wanted: Sequence[str]) -> list[str]:
    """Choose which kinds of notifications one gets from now on; give the kinds that no longer come."""
    unknown = sorted(set(wanted) - set(KINDS))
    if unknown:
        raise InvalidInput(
            "unknown_choice", f"“{unknown[0][:60]}” is no kind of notification; use {', '.join(KINDS)}.", field="wanted"
        )
    off = [kind for kind in KINDS if kind not in wanted]
    execute(
        """INSERT INTO governance_notification_choice (company_id, user_id, unwanted) VALUES (%s, %s, %s)
           ON CONFLICT (company_id, user_id) DO UPDATE SET unwanted = excluded.unwanted""",
        [ctx.company_id, ctx.actor_id, Jsonb(off)],
    )
    return off
