"""Holds that a person places: a stage of a thread waits until the right duty lifts it."""

from collections.abc import Sequence
from typing import Annotated

from throughline.governance.duties import Duty
from throughline.governance.holds import MANUAL, standing_holds
from throughline.governance.models import Hold
from throughline.kernel.errors import InvalidInput
from throughline.kernel.vocabulary import OneOf
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

#: Stages that a person may stop, by what waits there.
STAGES = {
    "release": "Goods are not released to the floor",
    "ship": "What is packed does not leave",
    "bill": "What is earned is not billed",
}


@operation("governance.place_holds", permission="governance.hold.place")
def place_holds(
    ctx: Ctx, *, threads: Sequence[int], stage: Annotated[str, OneOf(tuple(STAGES))], reason: str, duty: str = ""
) -> Outcomes:
    """Stop a stage of threads for a reason, until somebody with the duty (one's own, where one holds one) lifts it.

    A thread has one such hold a stage. Whoever placed it may lift it too, with a reason.
    """
    if stage not in STAGES:
        told = f"“{stage[:40]}” is no stage that waits; use {', '.join(STAGES)}."
        raise InvalidInput("stage_unknown", told, field="stage")
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why; the reason stands wherever the hold shows.", field="reason")
    lifts = _duty(ctx, duty)
    standing = {one.subject_id for one in standing_holds(ctx, "thread", list(threads), stage) if one.code == MANUAL}
    known = dict(
        rows("SELECT id, id FROM governance_thread WHERE company_id = %s AND id = ANY(%s)",
             [ctx.company_id, list(threads)])
    )  # fmt: skip
    new = [number for number in dict.fromkeys(threads) if number in known and number not in standing]
    constants = {
        "company_id": ctx.company_id,
        "subject_kind": "thread",
        "stage": stage,
        "code": MANUAL,
        "message": reason.strip()[:400],
        "facts": "{}",
        "digest": "",
        "duty": lifts,
        "placed_at": ctx.now,
        "placed_by": ctx.actor_id,
        "placed_operation_id": ctx.operation_id,
        "release_reason": "",
        "release_kind": "",
    }
    writes.append(Hold, ("subject_id", "thread_id"), [(number, number) for number in new], constants)
    ctx.running().touched("governance.thread", *new)
    return Outcomes(_outcome(number, stage, number in known, number in standing) for number in threads)


def _duty(ctx: Ctx, duty: str) -> str:
    """Say who lifts the hold: the duty named, else the only one that the person holds."""
    named = duty or (next(iter(ctx.duties)) if len(ctx.duties) == 1 else "")
    if named not in set(Duty):
        told = f"Say which duty may lift the hold: {', '.join(sorted(Duty))}."
        raise InvalidInput("duty_unknown", told, field="duty")
    return named


def _outcome(number: int, stage: str, known: bool, standing: bool) -> Outcome:
    label = f"thread {number}"
    if not known:
        return Outcome(number, label, "refused", "thread_unknown", "There is no such thread.")
    if standing:
        return Outcome(number, label, "skipped", "held_already", f"A hold at {stage} stands already.")
    return Outcome(number, label, "done", "held", f"Held at {stage}.", {}, number)
