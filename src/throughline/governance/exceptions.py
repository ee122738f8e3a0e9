"""Exceptions: what a person must look at, in queues with an owner and proposed operations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from throughline.governance.access.checks import people_here
from throughline.governance.notices import Notice, answered, notify
from throughline.governance.owning import owners_of
from throughline.kernel.plain import plain
from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, act, operation

SUBJECT = "governance.exception"


@dataclass(frozen=True, slots=True)
class NewException:
    """An exception to raise; the same kind on the same subject stands once until cleared.

    Where it happened and for which customer lets policy say who owns it.
    """

    kind: str
    queue: str
    subject_kind: str
    subject_id: int
    title: str
    thread_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    proposals: Sequence[Mapping[str, Any]] = ()
    due_at: datetime | None = None
    site_id: int | None = None
    party_id: int | None = None


@act
def raise_exceptions(ctx: Ctx, exceptions: Sequence[NewException]) -> None:
    """Open exceptions, or bring the facts of those that stand up to date; whom policy makes the owner is told."""
    if not exceptions:
        return
    latest = {(e.kind, e.subject_kind, e.subject_id): e for e in exceptions}
    owned = owners_of(ctx, list(latest.values()))
    columns = [
        (
            e.kind,
            e.queue,
            e.subject_kind,
            e.subject_id,
            e.thread_id,
            e.title[:300],
            Jsonb(plain({**e.facts, "owned_by": rule} if rule else e.facts)),
            Jsonb(plain(list(e.proposals))),
            e.due_at,
            owner,
        )
        for e, (owner, rule) in zip(latest.values(), owned, strict=True)
    ]
    told = rows(
        """INSERT INTO governance_exception AS x
             (company_id, opened_at, opened_operation_id, resolution,
              kind, queue, subject_kind, subject_id, thread_id, title, facts, proposals, due_at,
              owner_id)
           SELECT %s, %s, %s, '', u.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[],
                  %s::text[], %s::jsonb[], %s::jsonb[], %s::timestamptz[], %s::bigint[]) AS u
           ON CONFLICT (company_id, kind, subject_kind, subject_id) WHERE cleared_at IS NULL
           DO UPDATE SET title = excluded.title, facts = excluded.facts, proposals = excluded.proposals
           RETURNING id, title, CASE WHEN xmax = 0 THEN owner_id END""",
        [ctx.company_id, ctx.now, ctx.operation_id, *(list(column) for column in zip(*columns, strict=True))],
    )
    notify(
        ctx,
        [Notice([owner], "assigned", title, DocumentRef(SUBJECT, number)) for number, title, owner in told if owner],
    )


@act
def clear_exceptions(ctx: Ctx, kind: str, subject_kind: str, subject_ids: Sequence[int], resolution: str) -> int:
    """Close exceptions of a kind whose condition is gone; give how many stood."""
    if not subject_ids:
        return 0
    closed = rows(
        """UPDATE governance_exception SET cleared_at = %s, cleared_by = %s, resolution = %s
           WHERE company_id = %s AND kind = %s AND subject_kind = %s AND subject_id = ANY(%s)
             AND cleared_at IS NULL RETURNING id, owner_id""",
        [ctx.now, ctx.actor_id, resolution, ctx.company_id, kind, subject_kind, list(subject_ids)],
    )
    return _closed(ctx, closed)


def _closed(ctx: Ctx, closed: Sequence[tuple[int, int | None]]) -> int:
    """Whoever owned them has nothing left to do about them; give how many there were."""
    answered(ctx, "assigned", [DocumentRef(SUBJECT, number) for number, owner in closed if owner is not None])
    return len(closed)


@operation("governance.resolve_exceptions", permission="governance.exception.resolve")
def resolve_exceptions(ctx: Ctx, *, exceptions: Sequence[int], resolution: str) -> int:
    """Close exceptions by hand with what was done about them; give how many stood open."""
    closed = rows(
        """UPDATE governance_exception SET cleared_at = %s, cleared_by = %s, resolution = %s
           WHERE company_id = %s AND id = ANY(%s) AND cleared_at IS NULL RETURNING id, owner_id""",
        [ctx.now, ctx.actor_id, resolution, ctx.company_id, list(exceptions)],
    )
    return _closed(ctx, closed)


@operation("governance.take_exceptions", permission="governance.exception.resolve")
def take_exceptions(ctx: Ctx, *, exceptions: Sequence[int]) -> int:
    """Become the owner of open exceptions; give how many."""
    return execute(
        """UPDATE governance_exception SET owner_id = %s
           WHERE company_id = %s AND id = ANY(%s) AND cleared_at IS NULL""",
        [ctx.actor_id, ctx.company_id, list(exceptions)],
    )


@operation("governance.assign_exceptions", permission="governance.exception.resolve")
def assign_exceptions(ctx: Ctx, *, exceptions: Sequence[int], user_id: int) -> int:
    """Give open exceptions to somebody of the company, who is told of each; give how many."""
    people_here(ctx, [user_id])
    given = rows(
        """UPDATE governance_exception SET owner_id = %s
           WHERE company_id = %s AND id = ANY(%s) AND cleared_at IS NULL AND owner_id IS DISTINCT FROM %s
           RETURNING id, title""",
        [user_id, ctx.company_id, list(exceptions), user_id],
    )
    notify(ctx, [Notice([user_id], "assigned", title, DocumentRef(SUBJECT, number)) for number, title in given])
    ctx.running().touched(SUBJECT, *(number for number, _ in given))
    return len(given)
