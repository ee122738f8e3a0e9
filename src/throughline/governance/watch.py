"""Reading what needs people: standing holds and open exceptions, by document, thread, duty and queue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: Counts are told up to this; beyond it a screen says 1,000+.
BOUND = 1001


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A hold with its document, why it stands and who may release it."""

    id: int
    subject_kind: str
    subject_id: int
    thread_id: int | None
    stage: str
    code: str
    message: str
    facts: dict[str, Any]
    duty: str
    placed_at: datetime
    placed_by: int

    @property
    def ref(self) -> DocumentRef:
        """The document that is held."""
        return DocumentRef(self.subject_kind, self.subject_id)


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """An open exception with its document, queue, owner and what is proposed."""

    id: int
    kind: str
    queue: str
    subject_kind: str
    subject_id: int
    thread_id: int | None
    title: str
    facts: dict[str, Any]
    proposals: list[dict[str, Any]]
    owner_id: int | None
    due_at: datetime | None
    opened_at: datetime

    @property
    def ref(self) -> DocumentRef:
        """The document that needs a look."""
        return DocumentRef(self.subject_kind, self.subject_id)


_HOLD = """SELECT id, subject_kind, subject_id, thread_id, stage, code, message, facts, duty, placed_at, placed_by
    FROM governance_hold WHERE company_id = %s AND released_at IS NULL AND {} ORDER BY placed_at, id LIMIT %s"""

_EXCEPTION = """SELECT id, kind, queue, subject_kind, subject_id, thread_id, title, facts, proposals, owner_id, due_at,
    opened_at FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL AND {}
    ORDER BY due_at NULLS LAST, opened_at, id LIMIT %s"""


def holds_of_threads(ctx: Ctx, thread_ids: Iterable[int]) -> list[HoldFacts]:
    """List what stops threads: holds on their documents, and on the threads themselves, oldest first."""
    wanted = list(set(thread_ids))
    condition = "(thread_id = ANY(%s) OR (subject_kind = 'thread' AND subject_id = ANY(%s)))"
    return select(HoldFacts, _HOLD.format(condition), [ctx.company_id, wanted, wanted, BOUND])


def holds_for(
    ctx: Ctx, duties: Iterable[str] | None = None, limit: int = 50, *, placed_by: int | None = None
) -> list[HoldFacts]:
    """List standing holds that these duties may release (all without duties), or of one author, oldest first."""
    condition = "(%s::text[] IS NULL OR duty = ANY(%s)) AND (%s::bigint IS NULL OR placed_by = %s)"
    given = None if duties is None else sorted(duties)
    return select(HoldFacts, _HOLD.format(condition), [ctx.company_id, given, given, placed_by, placed_by, limit])


def hold_by_id(ctx: Ctx, number: int) -> HoldFacts | None:
    """Give a standing hold, or None where it was decided or never was."""
    found = select(HoldFacts, _HOLD.format("id = %s"), [ctx.company_id, number, 1])
    return found[0] if found else None


def held_threads(ctx: Ctx) -> list[int]:
    """List the threads that a hold stops, 1,000 at most."""
    found = rows(
        """SELECT DISTINCT coalesce(thread_id, subject_id) FROM governance_hold
           WHERE company_id = %s AND released_at IS NULL AND (thread_id IS NOT NULL OR subject_kind = 'thread')
           LIMIT %s""",
        [ctx.company_id, BOUND],
    )
    return [row[0] for row in found]


def exceptions_of_threads(ctx: Ctx, thread_ids: Iterable[int]) -> list[ExceptionFacts]:
    """List the open exceptions that hang on threads."""
    condition = "thread_id = ANY(%s)"
    return select(ExceptionFacts, _EXCEPTION.format(condition), [ctx.company_id, list(set(thread_ids)), BOUND])


def troubled_threads(ctx: Ctx, kind: str | None = None) -> list[int]:
    """List the threads with an open exception (of a kind), 1,000 at most."""
    found = rows(
        """SELECT DISTINCT thread_id FROM governance_exception
           WHERE company_id = %s AND cleared_at IS NULL AND thread_id IS NOT NULL
             AND (%s::text IS NULL OR kind = %s) LIMIT %s""",
        [ctx.company_id, kind, kind, BOUND],
    )
    return [row[0] for row in found]


def open_exceptions(
    ctx: Ctx,
    *,
    queues: Sequence[str] | None = None,
    owner_id: int | None = None,
    ids: Sequence[int] | None = None,
    after: int | None = None,
    search: str = "",
    limit: int = 50,
) -> list[ExceptionFacts]:
    """List open exceptions of queues, of an owner or by id, oldest first, a page at a time by key."""
    conditions, values = ["true"], list[Any]()
    for condition, value in (
        ("queue = ANY(%s)", list(queues) if queues is not None else None),
        ("owner_id = %s", owner_id),
        ("id = ANY(%s)", list(ids) if ids is not None else None),
        ("id > %s", after),
        ("lower(title) >= lower(%s)", search or None),
        ("lower(title) < lower(%s) || chr(1114111)", search or None),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    sql = _EXCEPTION.format(" AND ".join(conditions)).replace(
        "ORDER BY due_at NULLS LAST, opened_at, id", "ORDER BY id"
    )
    return select(ExceptionFacts, sql, [ctx.company_id, *values, limit])


def count_exceptions(ctx: Ctx, queues: Sequence[str]) -> int:
    """Count open exceptions of queues, 1,001 at most."""
    ((count,),) = rows(
        """SELECT count(*) FROM (SELECT FROM governance_exception
           WHERE company_id = %s AND cleared_at IS NULL AND queue = ANY(%s) LIMIT %s) AS bounded""",
        [ctx.company_id, list(queues), BOUND],
    )
    return int(count)


def count_holds(ctx: Ctx, duties: Iterable[str]) -> int:
    """Count standing holds that these duties may release, 1,001 at most."""
    ((count,),) = rows(
        """SELECT count(*) FROM (SELECT FROM governance_hold
           WHERE company_id = %s AND released_at IS NULL AND duty = ANY(%s) LIMIT %s) AS bounded""",
        [ctx.company_id, sorted(duties), BOUND],
    )
    return int(count)


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Give the names of people by id."""
    found = rows("SELECT id, name, username FROM platform_user WHERE id = ANY(%s)", [list(set(user_ids))])
    return {number: name or login for number, name, login in found}


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision on findings of a document: who released or refused what, and why."""

    subject_id: int
    codes: list[str]
    decision: str
    reason: str
    actor: str
    decided_at: datetime


def decisions_on(ctx: Ctx, subject_kind: str, ids: Sequence[int]) -> list[DecisionFacts]:
    """List the decisions on holds of documents, oldest first."""
    return select(
        DecisionFacts,
        """SELECT a.subject_id, a.codes, a.decision, a.reason, coalesce(nullif(u.name, ''), u.username, ''),
                  a.decided_at
           FROM governance_approval a LEFT JOIN platform_user u ON u.id = a.decided_by
           WHERE a.company_id = %s AND a.subject_kind = %s AND a.subject_id = ANY(%s) ORDER BY a.id""",
        [ctx.company_id, subject_kind, list(ids)],
    )


@dataclass(frozen=True, slots=True)
class DeedFacts:
    """An operation that touched a document: what, who, when, through which door, and why."""

    id: int
    name: str
    actor: str
    door: str
    cause: str
    reason: str
    at: datetime


def deeds_on(ctx: Ctx, document: DocumentRef, names: Iterable[str], limit: int = 60) -> list[DeedFacts]:
    """List what some operations did to a document, the newest first."""
    return select(
        DeedFacts,
        """SELECT o.id, o.name, coalesce(nullif(u.name, ''), u.username, ''), o.door, o.cause, o.reason, o.at
           FROM platform_operation o LEFT JOIN platform_user u ON u.id = o.actor_id
           WHERE o.company_id = %s AND o.id = ANY(ARRAY(SELECT platform_deeds_on(%s, %s))) AND o.name = ANY(%s)
           ORDER BY o.id DESC LIMIT %s""",
        [ctx.company_id, document.kind, document.id, list(names), limit],
    )
