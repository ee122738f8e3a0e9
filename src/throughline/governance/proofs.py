"""The nightly proof: what `verify` finds in a company is put before whoever runs the installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from throughline.governance.exceptions import NewException, clear_exceptions, raise_exceptions
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, operation, reading

KIND, SUBJECT, QUEUE = "promise_broken", "governance.company", "system"


@dataclass(frozen=True, slots=True)
class Broken:
    """A check that found something: its name, the promise in words, how many rows it listed and the first of them."""

    name: str
    meaning: str
    rows: int
    first: str


def proof_key(ctx: Ctx) -> str:
    """Give the key under which the proof of a night is noted, once."""
    return f"proof:{ctx.today}"


def is_proved(ctx: Ctx) -> bool:
    """Say whether the promises were proved tonight."""
    with reading(ctx):
        return bool(
            rows(
                "SELECT 1 FROM platform_idempotency_key WHERE company_id = %s AND key = %s",
                [ctx.company_id, proof_key(ctx)],
            )
        )


def was_proved(ctx: Ctx) -> bool:
    """Say, inside a reading transaction, whether the promises were proved in one of the last two nights."""
    keys = [proof_key(ctx), f"proof:{ctx.today - timedelta(days=1)}"]
    return bool(
        rows(
            "SELECT 1 FROM platform_idempotency_key WHERE company_id = %s AND key = ANY(%s) LIMIT 1",
            [ctx.company_id, keys],
        )
    )


@operation("governance.note_proof", permission="governance.proof.note", internal=True)
def note_proof(ctx: Ctx, *, broken: Sequence[Broken]) -> int:
    """Open an exception for the promises that are broken, or close it where all hold again; give how many are."""
    if not broken:
        clear_exceptions(ctx, KIND, SUBJECT, [ctx.company_id], "every promise holds")
        return 0
    names = ", ".join(one.name for one in broken)
    title = f"{len(broken)} {'promise does' if len(broken) == 1 else 'promises do'} not hold: {names}"
    facts = {one.name: f"{one.meaning} {one.rows} rows, first {one.first}"[:500] for one in broken}
    raise_exceptions(ctx, [NewException(KIND, QUEUE, SUBJECT, ctx.company_id, title, facts=facts)])
    return len(broken)
