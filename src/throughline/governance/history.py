"""The history of a record: who did what, when, through which door, why, on whose approval, and what changed.

Operations are found by what they touched and by the rows they changed. A changed column shows what it held before and
after; what the reader may not know (a cost) is left out, and said to be.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs, subjects
from throughline.platform.database.statements import rows
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.subjects import Kept, Known

#: Operations on a page; a record of ten thousand deeds opens as fast as one of ten.
PAGE = 20
#: Changed columns told of one operation; the rest is counted.
MOST_CHANGES = 40
#: Rows of one record whose changes are looked for.
MOST_ROWS = 2000
_TECHNICAL = frozenset({"id", "company_id", "version", "operation_id", "digest", "password", "secret", "updated_at"})


@dataclass(frozen=True, slots=True)
class Change:
    """A column that an operation changed: of which row, from what, to what. Hidden ones hold neither."""

    table: str
    row: int
    noun: str
    column: str
    before: Any
    after: Any
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """A decision on the record: whose, about what, and why."""

    decision: str
    codes: list[str]
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation on a record."""

    id: int
    name: str
    meaning: str
    who: str
    door: str
    cause: str
    reason: str
    at: datetime
    changes: list[Change] = field(default_factory=list)
    changes_behind: int = 0
    consents: list[Consent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class History:
    """A page of a record's history, the newest first; `next` is where the next begins."""

    entries: list[HistoryEntry]
    next: int | None = None


def subject_of(ctx: Ctx, kind: str) -> Known:
    """Give a kind of record that the reader may open; whoever may open it may see what hangs on it."""
    known = subjects.find(kind)
    if known is None:
        ctx.demand("governance.audit.read")
        raise NotFound("no_such_kind", f"No record is called {kind[:60]}.", kind=kind[:60])
    if known.permission:
        ctx.demand(known.permission)
    return known


def record_of(ctx: Ctx, kind: str, number: int) -> DocumentRef:
    """Give the reference to a record that the reader may open and that is there."""
    subject_of(ctx, kind)
    record = DocumentRef(kind, number)
    if not refs.resolve([record])[record].url:
        raise NotFound("no_such_record", f"There is no {kind[:60]} {number} here.", kind=kind[:60], number=number)
    return record


def who_may_open(ctx: Ctx, kind: str, users: Sequence[int]) -> set[int]:
    """Give those of some people who may open records of a kind in this company."""
    known = subject_of(ctx, kind)
    if not known.permission:
        return set(users)
    found = rows(
        """SELECT DISTINCT a.user_id FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
           WHERE a.company_id = %s AND a.user_id = ANY(%s::bigint[]) AND (a.valid_to IS NULL OR a.valid_to >= %s)
             AND (r.permissions @> to_jsonb(%s::text) OR r.permissions @> '"*"')""",
        [ctx.company_id, list(users), ctx.today, known.permission],
    )
    return {row[0] for row in found}


def history_of(ctx: Ctx, record: DocumentRef, *, before: int | None = None, limit: int = PAGE) -> History:
    """Give a page of the operations on a record with what each changed: a bounded number of statements."""
    known = subject_of(ctx, record.kind)
    changed = _rows_of(ctx, known, record)
    found = _deeds(ctx, known, record, changed, before, limit + 1)
    page = found[:limit]
    ids = [deed[0] for deed in page]
    changes = _changes(ctx, known, changed, ids)
    consents = _consents(ctx, record, ids)
    entries = [_entry(deed, changes.get(deed[0], []), consents.get(deed[0], [])) for deed in page]
    return History(entries, page[-1][0] if len(found) > limit else None)


def _entry(deed: Sequence[Any], changes: list[Change], consents: list[Consent]) -> HistoryEntry:
    number, name, who, door, cause, reason, at = deed
    spec = OPERATIONS.get(name)
    meaning = spec.meaning if spec else name
    behind = max(0, len(changes) - MOST_CHANGES)
    return HistoryEntry(number, name, meaning, who, door, cause, reason, at, changes[:MOST_CHANGES], behind, consents)


def _rows_of(ctx: Ctx, known: Known, record: DocumentRef) -> dict[str, list[int]]:
    """Give the rows that belong to the record by table; table and column come from a declaration, never a request."""
    found: dict[str, list[int]] = {}
    for kept in known.subject.kept:
        if kept.column == "id":
            found[kept.table] = [record.id]
            continue
        sql = f'SELECT id FROM "{kept.table}" WHERE "{kept.column}" = %s ORDER BY id DESC LIMIT %s'
        found[kept.table] = [row[0] for row in rows(sql, [record.id, MOST_ROWS])]
    return found


def _deeds(
    ctx: Ctx, known: Known, record: DocumentRef, changed: Mapping[str, list[int]], before: int | None, limit: int
) -> list[tuple[Any, ...]]:
    tables = [table for table, ids in changed.items() for _ in ids]
    numbers = [number for ids in changed.values() for number in ids]
    return rows(
        """WITH touched AS (
               SELECT f.id FROM unnest(%s::text[]) AS k(kind), platform_deeds_on(k.kind, %s) AS f(id)
               UNION
               SELECT h.operation_id FROM unnest(%s::text[], %s::bigint[]) AS r(name, id)
               JOIN platform_row_history h ON h.table_name = r.name AND h.row_id = r.id)
           SELECT o.id, o.name, coalesce(nullif(u.name, ''), u.username, ''), o.door, o.cause, o.reason, o.at
           FROM touched t JOIN platform_operation o ON o.id = t.id AND o.company_id = %s
           LEFT JOIN platform_user u ON u.id = o.actor_id
           WHERE %s::bigint IS NULL OR o.id < %s
           ORDER BY o.id DESC LIMIT %s""",
        [
            [known.subject.kind, *known.subject.aliases], record.id, tables, numbers,
            ctx.company_id, before, before, limit,
        ],
    )  # fmt: skip


def _changes(
    ctx: Ctx, known: Known, changed: Mapping[str, list[int]], operations: Sequence[int]
) -> dict[int, list[Change]]:
    """Give what operations changed; a column came to hold what the next change found, else what it holds now."""
    told: dict[int, list[Change]] = defaultdict(list)
    if not operations:
        return told
    for kept in known.subject.kept:
        ids = changed[kept.table]
        if not ids:
            continue
        found = rows(
            """SELECT row_id, operation_id, old FROM platform_row_history
               WHERE table_name = %s AND row_id = ANY(%s) AND operation_id >= %s ORDER BY id DESC""",
            [kept.table, ids, min(operations)],
        )
        touched = sorted({row[0] for row in found})
        now = _now(kept, touched)
        for row, operation, old in found:
            state = now.setdefault(row, {})
            if operation in operations:
                told[operation] += _told(ctx, kept, row, old, state)
            state.update(old)
    return told


def _now(kept: Kept, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    sql = f'SELECT id, to_jsonb(t) FROM "{kept.table}" t WHERE id = ANY(%s)'
    return dict(rows(sql, [list(ids)]))


def _told(ctx: Ctx, kept: Kept, row: int, old: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    label = after.get(kept.label) if kept.label else None
    noun = f"{kept.noun} {label if label is not None else row}" if kept.noun else ""
    changes = []
    for column, before in sorted(old.items()):
        if column in _TECHNICAL or before == after.get(column):
            continue
        if _sees(ctx, kept, column):
            changes.append(Change(kept.table, row, noun, column, before, after.get(column)))
        else:
            changes.append(Change(kept.table, row, noun, column, None, None, hidden=True))
    return changes


def _sees(ctx: Ctx, kept: Kept, column: str) -> bool:
    guard = kept.guarded.get(column, "")
    return guard(ctx) if callable(guard) else (not guard or ctx.may(guard))


def _consents(ctx: Ctx, record: DocumentRef, operations: Sequence[int]) -> dict[int, list[Consent]]:
    """Give the decisions that were made by these operations, and those that stood when the others were done."""
    if not operations:
        return {}
    found = rows(
        """SELECT a.operation_id, a.decision, a.codes, coalesce(nullif(u.name, ''), u.username, ''), a.reason
           FROM governance_approval a LEFT JOIN platform_user u ON u.id = a.decided_by
           WHERE a.company_id = %s AND a.subject_kind = %s AND a.subject_id = %s ORDER BY a.id""",
        [ctx.company_id, record.kind, record.id],
    )
    told: dict[int, list[Consent]] = defaultdict(list)
    for operation, decision, codes, who, reason in found:
        consent = Consent(decision, list(codes), who, reason)
        told[operation].append(consent)
        following = sorted(number for number in operations if number > operation)
        if decision == "approved" and following:
            told[following[0]].append(Consent("on approval", list(codes), who, reason))
    return told
