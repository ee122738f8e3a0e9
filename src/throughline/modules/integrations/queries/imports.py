"""Imports, their rows, kept mappings and external ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """An import as it stands."""

    id: int
    kind: str
    file_id: int
    file_name: str
    state: str
    mapping: dict[str, str]
    options: dict[str, str]
    counts: dict[str, int]
    sums: dict[str, Any]
    made_at: datetime
    made_by: int
    maker: str
    done_at: datetime | None
    wanted: str
    wanted_by: int | None
    wanted_scopes: list[str] | None
    rows_past: int
    stop_asked: bool
    trouble: str
    version: int


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A line of an import: what it would become or became."""

    line: int
    key: str
    verdict: str
    state: str
    field: str
    message: str
    old: dict[str, str]
    new: dict[str, str]
    documents: dict[str, int]


_IMPORT = """SELECT i.id, i.kind, i.file_id, i.file_name, i.state, i.mapping, i.options, i.counts, i.sums, i.made_at,
        i.made_by, coalesce(nullif(u.name, ''), u.username, ''), i.done_at,
        i.wanted, i.wanted_by, i.wanted_scopes, i.rows_past, i.stop_asked, i.trouble, i.version
    FROM integrations_import i LEFT JOIN platform_user u ON u.id = i.made_by WHERE i.company_id = %s AND {} LIMIT %s"""


def import_by_id(ctx: Ctx, number: int) -> ImportFacts:
    """Give an import."""
    found = select(ImportFacts, _IMPORT.format("i.id = %s"), [ctx.company_id, number, 1])
    if not found:
        raise NotFound("import_unknown", f"There is no import {number}.", number=number)
    return found[0]


def imports_wanted() -> list[tuple[int, int]]:
    """Give what waits for a worker, of every company: company and import, the longest waiting first."""
    found = rows("SELECT company_id, import_id FROM integrations_wanted()")
    return [(company_id, number) for company_id, number in found]


def import_page(
    ctx: Ctx, *, kinds: Sequence[str] = (), states: Sequence[str] = (), before: int | None = None, limit: int = 50
) -> list[ImportFacts]:
    """List imports, the newest first, a page at a time by key."""
    conditions, values = ["true"], list[Any]()
    for condition, value in (
        ("i.kind = ANY(%s)", list(kinds) or None),
        ("i.state = ANY(%s)", list(states) or None),
        ("i.id < %s", before),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    sql = _IMPORT.format(" AND ".join(conditions) + " ORDER BY i.id DESC")
    return select(ImportFacts, sql, [ctx.company_id, *values, limit])


def import_rows(
    ctx: Ctx,
    number: int,
    *,
    verdicts: Sequence[str] = (),
    states: Sequence[str] = (),
    refused: bool = False,
    after: int = 0,
    lines: Sequence[int] | None = None,
    limit: int = 50,
) -> list[RowFacts]:
    """List the rows of an import in the order of the file, a page at a time by line.

    `refused` leaves those that the check or the commit refused.
    """
    conditions, values = ["import_id = %s", "line > %s"], list[Any]([number, after])
    for condition, value in (
        ("%s IN (verdict, state)", "refused" if refused else None),
        ("verdict = ANY(%s)", list(verdicts) or None),
        ("state = ANY(%s)", list(states) or None),
        ("line = ANY(%s)", list(lines) if lines is not None else None),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    return select(
        RowFacts,
        f"""SELECT line, key, verdict, state, field, message, old, new, documents FROM integrations_import_row
            WHERE company_id = %s AND {" AND ".join(conditions)} ORDER BY line LIMIT %s""",
        [ctx.company_id, *values, limit],
    )


def count_rows(ctx: Ctx, number: int) -> dict[tuple[str, str], int]:
    """Count the rows of an import by verdict and state."""
    found = rows(
        """SELECT verdict, state, count(*) FROM integrations_import_row WHERE company_id = %s AND import_id = %s
           GROUP BY verdict, state""",
        [ctx.company_id, number],
    )
    return {(verdict, state): count for verdict, state, count in found}


def documents_of(ctx: Ctx, number: int) -> dict[str, list[int]]:
    """Give what the lines of an import made or changed and still stands, by kind."""
    found = rows(
        """SELECT d.key, array_agg(DISTINCT d.value::bigint) FROM integrations_import_row r,
               LATERAL jsonb_each_text(r.documents) AS d(key, value)
           WHERE r.company_id = %s AND r.import_id = %s AND r.state IN ('done', 'same') GROUP BY d.key""",
        [ctx.company_id, number],
    )
    return {kind: list(ids) for kind, ids in found}


def mappings_of(ctx: Ctx, kind: str) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Give the kept mappings of a kind by name, with their options."""
    found = rows(
        """SELECT name, mapping, options FROM integrations_import_mapping WHERE company_id = %s AND kind = %s
           ORDER BY name LIMIT 200""",
        [ctx.company_id, kind],
    )
    return {name: (mapping, options) for name, mapping, options in found}
