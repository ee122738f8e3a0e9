"""Noting how far an import is: what its lines would become, what is about to be done, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from throughline.governance.public import Notice, notify
from throughline.kernel.errors import RuleViolation
from throughline.kernel.plain import plain
from throughline.kernel.refs import DocumentRef
from throughline.modules.integrations.models import ImportRow
from throughline.modules.integrations.permissions import RUN
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A line with its verdict and difference."""

    line: int
    key: str
    verdict: str
    field: str
    message: str
    old: Mapping[str, str]
    new: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotedOutcome:
    """What came of a line: its state, the message, and the documents behind it."""

    line: int
    state: str
    field: str
    message: str
    documents: Mapping[str, int]


@operation("integrations.note_checked", permission=RUN, internal=True)
def note_checked(ctx: Ctx, *, number: int, rows: Sequence[NotedRow], first: bool) -> int:
    """Keep what lines would become; the first part of a check takes the place of the check before."""
    if first:
        execute(
            "DELETE FROM integrations_import_row WHERE company_id = %s AND import_id = %s", [ctx.company_id, number]
        )
    columns = ("line", "key", "verdict", "field", "message", "old", "new")
    records = [
        (row.line, row.key, row.verdict, row.field, row.message, Jsonb(dict(row.old)), Jsonb(dict(row.new)))
        for row in rows
    ]
    constants = {"company_id": ctx.company_id, "import_id": number, "state": "checked", "documents": Jsonb({})}
    writes.append(ImportRow, columns, records, constants)
    return len(records)


@operation("integrations.note_part", permission=RUN, internal=True)
def note_part(ctx: Ctx, *, number: int, rows_past: int) -> bool:
    """Note how far an import is; say whether to go on, which is no once somebody asked to stop."""
    ((stop,),) = rows(
        """UPDATE integrations_import SET rows_past = rows_past + %s WHERE company_id = %s AND id = %s
           RETURNING stop_asked""",
        [rows_past, ctx.company_id, number],
    )
    return not stop


@operation("integrations.note_planned", permission=RUN, internal=True)
def note_planned(ctx: Ctx, *, number: int, part: int, rows: Sequence[NotedRow]) -> int:
    """Note that a part is about to be done, and what its lines are changed from where that is not as it was checked."""
    execute(
        """UPDATE integrations_import SET counts = counts || jsonb_build_object('begun', %s::int)
           WHERE company_id = %s AND id = %s""",
        [part, ctx.company_id, number],
    )
    if not rows:
        return 0
    return execute(
        """UPDATE integrations_import_row r SET verdict = u.verdict, field = u.field, message = u.message,
               old = u.old, new = u.new
           FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::jsonb[])
               AS u(line, verdict, field, message, old, new)
           WHERE r.company_id = %s AND r.import_id = %s AND r.line = u.line AND r.state = 'checked'""",
        [
            [row.line for row in rows],
            [row.verdict for row in rows],
            [row.field for row in rows],
            [row.message for row in rows],
            [Jsonb(dict(row.old)) for row in rows],
            [Jsonb(dict(row.new)) for row in rows],
            ctx.company_id,
            number,
        ],
    )


@operation("integrations.note_outcomes", permission=RUN, internal=True)
def note_outcomes(
    ctx: Ctx,
    *,
    number: int,
    outcomes: Sequence[NotedOutcome],
    external: Mapping[str, int] | None = None,
    kind: str = "",
    source: str = "import",
) -> int:
    """Keep what came of lines, and how the other system calls what they made."""
    execute(
        """UPDATE integrations_import_row r SET state = u.state, field = u.field, message = u.message,
               documents = CASE WHEN u.documents = '{}' THEN r.documents ELSE u.documents END
           FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::jsonb[])
               AS u(line, state, field, message, documents)
           WHERE r.company_id = %s AND r.import_id = %s AND r.line = u.line""",
        [
            [one.line for one in outcomes],
            [one.state for one in outcomes],
            [one.field for one in outcomes],
            [one.message for one in outcomes],
            [Jsonb(dict(one.documents)) for one in outcomes],
            ctx.company_id,
            number,
        ],
    )
    if external:
        execute(
            """INSERT INTO integrations_external_id (company_id, source, kind, external_id, document_id, import_id)
               SELECT %s, %s, %s, u.external_id, u.document_id, %s FROM unnest(%s::text[], %s::bigint[])
                   AS u(external_id, document_id)
               ON CONFLICT (company_id, source, kind, external_id) DO UPDATE SET document_id = excluded.document_id""",
            [ctx.company_id, source, kind, number, list(external), list(external.values())],
        )
    return len(outcomes)


@operation("integrations.forget_external", permission=RUN, internal=True)
def forget_external(ctx: Ctx, *, number: int, lines_of: Sequence[str]) -> int:
    """Forget how the other system calls what was taken back, so that it can come in again."""
    return execute(
        """DELETE FROM integrations_external_id WHERE company_id = %s AND import_id = %s AND external_id = ANY(%s)""",
        [ctx.company_id, number, list(lines_of)],
    )


#: From which states an import may move to a state.
MOVES = {
    "checked": ("mapped", "checked"),
    "running": ("checked", "running"),
    "done": ("running",),
    "undoing": ("done", "undoing", "undone"),
    "undone": ("undoing",),
}


@operation("integrations.move_import", permission=RUN, internal=True)
def move_import(
    ctx: Ctx,
    *,
    number: int,
    state: str,
    counts: Mapping[str, int] | None = None,
    sums: Mapping[str, Any] | None = None,
) -> int:
    """Move an import on, with its counts and sums where they are known; two series never run on one import."""
    moved = rows(
        """UPDATE integrations_import SET state = %s, counts = counts || %s, sums = sums || %s, version = version + 1,
               done_at = CASE WHEN %s THEN %s ELSE done_at END
           WHERE company_id = %s AND id = %s AND state = ANY(%s) RETURNING made_by, file_name""",
        [
            state,
            Jsonb(dict(counts or {})),
            Jsonb(plain(dict(sums or {}))),
            state in ("done", "undone"),
            ctx.now,
            ctx.company_id,
            number,
            list(MOVES[state]),
        ],
    )
    if not moved:
        raise RuleViolation(
            "import_not_ready",
            f"Import {number} cannot be {state} now: it has to be {' or '.join(MOVES[state])} first.",
            number=number,
        )
    ctx.running().touched("integrations.import", number)
    if state in ("done", "undone"):
        ((owner, name),) = moved
        word = "imported" if state == "done" else "undone"
        notify(ctx, [Notice([owner], "run_finished", f"{name} is {word}.", DocumentRef("integrations.import", number))])
    return number
