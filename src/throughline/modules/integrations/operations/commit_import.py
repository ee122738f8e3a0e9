"""Committing an import: the operations that own the data, a part of the file at a time, going on after a crash."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from throughline.modules.integrations.domain.kinds import RECORDS
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders import Done, Planned
from throughline.modules.integrations.operations.note_progress import (
    NotedOutcome,
    move_import,
    note_outcomes,
    note_part,
    note_planned,
)
from throughline.modules.integrations.operations.series import (
    Opened,
    chunks,
    noted,
    opened,
    refuse_meddling,
    with_own_codes,
)
from throughline.modules.integrations.permissions import RUN
from throughline.modules.integrations.queries.imports import RowFacts, count_rows, documents_of, import_rows
from throughline.platform.operations import Ctx, reading, series

#: Lines in these states are dealt with.
SETTLED = frozenset({"done", "refused", "same"})


@series("integrations.commit_import", permission=RUN)
def commit_import(ctx: Ctx, number: int) -> dict[str, int]:
    """Do what the check has shown, except what is refused; give the counts by what came of the lines.

    Each part is noted before and after, and its operations have keys of their own: after a crash the same call goes on
    where it was, and nothing is done twice.
    """
    refuse_meddling(ctx, number)
    move_import(ctx, number=number, state="running")
    work = opened(ctx, number)
    for place, part in enumerate(chunks(work.loader, work.lines)):
        _part(ctx, number, work, place, part)
        if not note_part(ctx, number=number, rows_past=len(part)):
            return {}
    with reading(ctx):
        counts = {"now_done": 0, "now_same": 0, "now_refused": 0}
        for (_, state), count in count_rows(ctx, number).items():
            counts[f"now_{state}"] = counts.get(f"now_{state}", 0) + count
        recount = work.loader.recount(ctx, documents_of(ctx, number))
    move_import(ctx, number=number, state="done", counts=counts, sums={"recounted": recount})
    return {name.removeprefix("now_"): count for name, count in counts.items()}


def _part(ctx: Ctx, number: int, work: Opened, place: int, part: Sequence[Line]) -> None:
    """Do a part: note what it changes from, do it, note what came of it. One that was begun keeps its first note."""
    with reading(ctx):
        known = {
            row.line: row for row in import_rows(ctx, number, lines=[line.number for line in part], limit=len(part) + 1)
        }
        if known and all(row.state in SETTLED for row in known.values()):
            return
        with_own_codes(ctx, work, part)
        planned = work.loader.plan(ctx, part, work.options)
    begun = work.facts.counts.get("begun", -1) >= place
    for one in planned:
        _keep_check(one, known.get(one.line), begun)
    if not begun:
        differing = [one for one in planned if _differs(one, known.get(one.line))]
        note_planned(ctx, number=number, part=place, rows=noted(differing))
    keyed = ctx if work.loader.repeats else replace(ctx, idempotency_key=f"import {number}, part {place}")
    done = work.loader.commit(keyed, planned, work.options) if any(map(_writes, planned)) else {}
    outcomes = [_outcome(one, done.get(one.line)) for one in planned]
    external = _external(work, part, planned, done)
    _, record = RECORDS.get(work.facts.kind, ("", ""))
    note_outcomes(ctx, number=number, outcomes=outcomes, external=external, kind=record, source=work.options.source)


def _writes(one: Planned) -> bool:
    return one.verdict in ("new", "changed")


def _keep_check(one: Planned, row: RowFacts | None, begun: bool) -> None:
    """Refuse what the check refused: what is shown before the deed is the deed.

    Of a part that was begun a line may be as wanted already because it was done: it is done again and noted.
    """
    if row is None:
        return
    if row.verdict == "refused":
        one.refuse(row.message, row.field)
    elif begun and one.verdict in ("same", "changed") and row.verdict in ("new", "changed"):
        one.verdict = row.verdict


def _differs(one: Planned, row: RowFacts | None) -> bool:
    return row is None or (one.verdict, one.old, one.new) != (row.verdict, row.old, row.new)


def _outcome(one: Planned, done: Done | None) -> NotedOutcome:
    if one.verdict == "refused":
        return NotedOutcome(one.line, "refused", one.field_name, one.message, {})
    if one.verdict == "same" or done is None:
        return NotedOutcome(one.line, "same", "", "", one.known)
    return NotedOutcome(one.line, "done" if done.ok else "refused", done.field_name, done.message, done.documents)


def _external(
    work: Opened, part: Sequence[Line], planned: Sequence[Planned], done: Mapping[int, Done]
) -> dict[str, int]:
    """Give how the other system calls what the lines made or found: an order by its number, others by their column."""
    document, _ = RECORDS.get(work.facts.kind, ("", ""))
    name = "order" if work.facts.kind == "orders" else "external_id"
    known = {one.line: one.known for one in planned}
    found = {}
    for line in part:
        one = done.get(line.number)
        made = {**known.get(line.number, {}), **(one.documents if one and one.ok else {})}
        if name in line.values and document in made and (one is None or one.ok):
            found[str(line.values[name])[:120]] = made[document]
    return found
