"""Taking an import back, as far as the modules that own the data allow it."""

from dataclasses import replace

from throughline.modules.integrations.operations.loaders.base import Undoing
from throughline.modules.integrations.operations.note_progress import (
    NotedOutcome,
    forget_external,
    move_import,
    note_outcomes,
    note_part,
)
from throughline.modules.integrations.operations.series import CHUNK, opened, refuse_meddling
from throughline.modules.integrations.permissions import RUN
from throughline.modules.integrations.queries.imports import RowFacts, count_rows, import_rows
from throughline.platform.operations import Ctx, reading, series


@series("integrations.undo_import", permission=RUN)
def undo_import(ctx: Ctx, number: int) -> dict[str, int]:
    """Give changed lines back what they were and take new ones away; what was used since stays, with the reason.

    Goes on where it was after a crash; what was refused can be tried again.
    """
    refuse_meddling(ctx, number)
    move_import(ctx, number=number, state="undoing")
    work = opened(ctx, number)
    times, after = work.facts.counts.get("times_undone", 0) + 1, 0
    while True:
        with reading(ctx):
            rows = import_rows(ctx, number, states=["done"], after=after, limit=CHUNK)
        if not rows:
            break
        after = rows[-1].line
        keyed = replace(ctx, idempotency_key=f"undo {number}, time {times}, line {rows[0].line}")
        done = work.loader.undo(keyed, [_undoing(row) for row in rows], work.options)
        outcomes = []
        for row in rows:
            one = done.get(row.line)
            state = "undone" if one is None or one.ok else "done"
            outcomes.append(NotedOutcome(row.line, state, "", one.message if one else "", {}))
        note_outcomes(ctx, number=number, outcomes=outcomes)
        gone = [row.key.split(" ")[0] for row in rows if done.get(row.line) and done[row.line].ok]
        forget_external(ctx, number=number, lines_of=gone)
        if not note_part(ctx, number=number, rows_past=len(rows)):
            return {}
    with reading(ctx):
        counts = {"now_done": 0, "now_undone": 0, "times_undone": times}
        for (_, state), count in count_rows(ctx, number).items():
            counts[f"now_{state}"] = counts.get(f"now_{state}", 0) + count
    move_import(ctx, number=number, state="undone", counts=counts)
    return {"undone": counts["now_undone"], "kept": counts["now_done"]}


def _undoing(row: RowFacts) -> Undoing:
    return Undoing(row.line, row.key, row.verdict, row.old, row.new, row.documents)
