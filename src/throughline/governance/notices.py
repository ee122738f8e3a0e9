"""Notifications: what a person is told inside the product, once, with a link to what it is about.

Whoever knows that something concerns somebody calls `notify` inside the operation that made it so. Nobody is told of
the own deeds, nor of kinds that they do not want.
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

#: Every kind, in the words of the settings.
KINDS = {
    "mentioned": "Somebody mentions me in a note",
    "assigned": "An exception is given to me",
    "hold_decided": "A hold on my document, or one that I asked about, is decided",
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
    """Tell people; one statement, however many. Nobody is told of the own deed (but
    of the end of an own run) or of a kind that is not wanted."""
    records = [
        (user, one.kind, one.subject.kind if one.subject else "", one.subject.id if one.subject else 0, one.title[:300])
        for one in notices
        for user in sorted(set(one.user_ids))
        if user != ctx.actor_id or one.kind == "run_finished"
    ]
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


def unread(ctx: Ctx) -> int:
    """Count what the reader has not read, 100 at most."""
    ((count,),) = rows(
        """SELECT count(*) FROM (SELECT FROM governance_notification
           WHERE company_id = %s AND user_id = %s AND read_at IS NULL LIMIT %s) AS bounded""",
        [ctx.company_id, ctx.actor_id, BOUND],
    )
    return int(count)


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
