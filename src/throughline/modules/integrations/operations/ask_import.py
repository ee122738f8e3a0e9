"""Asking a worker to check, commit or undo an import, and to stop it."""

from typing import Annotated

from psycopg.types.json import Jsonb

from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.vocabulary import OneOf
from throughline.modules.integrations.permissions import RUN
from throughline.modules.integrations.queries.imports import import_by_id
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation

#: What may be wanted, and of an import in which states.
WANTED = {
    "check": ("mapped", "checked"),
    "commit": ("checked", "running"),
    "undo": ("done", "undoing", "undone"),
}


@operation("integrations.ask_import", permission=RUN)
def ask_import(ctx: Ctx, *, number: int, wanted: Annotated[str, OneOf(tuple(WANTED))]) -> int:
    """Have a worker check, commit or undo an import on one's behalf; what is stopped or killed goes on where it was."""
    if wanted not in WANTED:
        raise InvalidInput("wanted_unknown", f"An import can be {', '.join(WANTED)}; not {wanted}.", field="wanted")
    asked = rows(
        """UPDATE integrations_import SET wanted = %s, wanted_by = %s, wanted_at = %s, wanted_scopes = %s,
               rows_past = 0, stop_asked = false, trouble = '', version = version + 1
           WHERE company_id = %s AND id = %s AND state = ANY(%s) AND wanted = '' RETURNING id""",
        [
            wanted,
            ctx.actor_id,
            ctx.now,
            Jsonb(sorted(ctx.scope.patterns)) if ctx.scope else None,
            ctx.company_id,
            number,
            list(WANTED[wanted]),
        ],
    )
    if not asked:
        found = import_by_id(ctx, number)
        state = f"under way ({found.wanted})" if found.wanted else found.state
        raise RuleViolation(
            "import_not_ready",
            f"Import {number} is {state}; to {wanted} it, it has to be {' or '.join(WANTED[wanted])}, and at rest.",
            number=number,
        )
    ctx.running().touched("integrations.import", number)
    return number


@operation("integrations.stop_import", permission=RUN)
def stop_import(ctx: Ctx, *, number: int) -> int:
    """Stop what is done with an import after the part that is under way; what is done stays, and it can go on."""
    stopped = execute(
        """UPDATE integrations_import SET stop_asked = true, version = version + 1
           WHERE company_id = %s AND id = %s AND wanted <> ''""",
        [ctx.company_id, number],
    )
    if not stopped:
        import_by_id(ctx, number)
        raise RuleViolation("import_at_rest", f"Nothing is done with import {number} now.", number=number)
    ctx.running().touched("integrations.import", number)
    return number


@operation("integrations.rest_import", permission=RUN, internal=True)
def rest_import(ctx: Ctx, *, number: int, trouble: str) -> int:
    """Note that nothing is done with an import any more, and why if it came to nothing."""
    return execute(
        """UPDATE integrations_import SET wanted = '', stop_asked = false, trouble = %s, version = version + 1
           WHERE company_id = %s AND id = %s""",
        [trouble, ctx.company_id, number],
    )
