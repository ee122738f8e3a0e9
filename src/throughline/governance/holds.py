"""Holds and the approvals that release them.

A hold stops a stage of a document. It releases itself when its cause is gone; a person with the right duty, other
than the document's author, releases it with a reason. That release is an approval bound to the document as it was
(its digest): once the document changes materially it no longer counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from psycopg.types.json import Jsonb

from throughline.governance.duties import gate
from throughline.governance.findings import Finding
from throughline.governance.models import Approval, Hold
from throughline.governance.notices import Notice, answered, notify
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.kernel.plain import plain
from throughline.kernel.refs import DocumentRef
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.events import announce
from throughline.platform.operations import Ctx, Outcome, Outcomes, act, operation, sift

#: The code of holds that a person places; nothing but a person lifts them.
MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class HeldSubject:
    """A document to be held at a stage, with the findings that stop it and the digest of what they saw."""

    id: int
    thread_id: int | None
    digest: str
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class StandingHold:
    """A hold as it stands."""

    id: int
    subject_kind: str
    subject_id: int
    stage: str
    code: str
    message: str
    duty: str
    placed_by: int
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HoldsDecided:
    """A person released or refused holds of documents; the stage they stopped can be tried again."""

    NAME: ClassVar[str] = "governance.holds_decided.v1"
    subject_kind: str
    subject_ids: tuple[int, ...]
    stage: str
    released: bool


@act
def hold(
    ctx: Ctx,
    subject_kind: str,
    stage: str,
    subjects: Sequence[HeldSubject],
    *,
    codes: frozenset[str] | None = None,
) -> None:
    """Make the standing holds of documents at a stage exactly what the findings ask: place new, release the gone.

    Who judges some causes only names their codes; holds for other causes are left alone. A hold that stands is told
    the document as it is now, so that a release counts for what was judged last. One statement each, however many
    documents.
    """
    ids = [subject.id for subject in subjects]
    standing = {
        (s.subject_id, s.code): s
        for s in standing_holds(ctx, subject_kind, ids, stage)
        if codes is None or s.code in codes
    }
    wanted = {(subject.id, finding.code): (subject, finding) for subject in subjects for finding in subject.findings}
    gone = [held.id for key, held in standing.items() if key not in wanted]
    _release(ctx, gone, "cause gone", "self")
    kept = [
        (standing[key].id, finding.message, Jsonb(plain(finding.facts)), subject.digest)
        for key, (subject, finding) in wanted.items()
        if key in standing
    ]
    writes.update(Hold, "id", ("message", "facts", "digest"), kept)
    records = [
        (
            subject.id,
            subject.thread_id,
            finding.code,
            finding.message,
            Jsonb(plain(finding.facts)),
            subject.digest,
            finding.duty,
        )
        for key, (subject, finding) in wanted.items()
        if key not in standing
    ]
    constants = {
        "company_id": ctx.company_id,
        "subject_kind": subject_kind,
        "stage": stage,
        "placed_at": ctx.now,
        "placed_by": ctx.actor_id,
        "placed_operation_id": ctx.operation_id,
        "release_reason": "",
        "release_kind": "",
    }
    columns = ("subject_id", "thread_id", "code", "message", "facts", "digest", "duty")
    writes.append(Hold, columns, records, constants)


def standing_holds(ctx: Ctx, subject_kind: str, ids: Sequence[int], stage: str | None = None) -> list[StandingHold]:
    """List the holds that stand on documents, at one stage or all."""
    return select(
        StandingHold,
        """SELECT id, subject_kind, subject_id, stage, code, message, duty, placed_by, facts FROM governance_hold
           WHERE company_id = %s AND subject_kind = %s AND subject_id = ANY(%s) AND released_at IS NULL
             AND (%s::text IS NULL OR stage = %s) ORDER BY id""",
        [ctx.company_id, subject_kind, list(ids), stage, stage],
    )


def standing_with_codes(ctx: Ctx, subject_kind: str, codes: Collection[str]) -> list[StandingHold]:
    """List the standing holds of a kind of document for some causes."""
    return select(
        StandingHold,
        """SELECT id, subject_kind, subject_id, stage, code, message, duty, placed_by, facts FROM governance_hold
           WHERE company_id = %s AND subject_kind = %s AND code = ANY(%s) AND released_at IS NULL ORDER BY id""",
        [ctx.company_id, subject_kind, sorted(codes)],
    )


def approved_on_threads(ctx: Ctx, thread_ids: Collection[int]) -> dict[int, set[str]]:
    """Give the finding codes that were approved for threads or for the commitments at their root, by thread."""
    found = rows(
        """SELECT t.id, a.codes FROM governance_thread t JOIN governance_approval a
             ON (a.subject_kind = 'thread' AND a.subject_id = t.id)
             OR (a.subject_kind = t.root_kind AND a.subject_id = t.root_id)
           WHERE t.id = ANY(%s) AND a.company_id = %s AND a.decision = 'approved'""",
        [sorted(thread_ids), ctx.company_id],
    )
    approved: dict[int, set[str]] = {}
    for thread, codes in found:
        approved.setdefault(thread, set()).update(codes)
    return approved


def approved_codes(ctx: Ctx, subject_kind: str, digests: Mapping[int, str]) -> dict[int, set[str]]:
    """Give the finding codes that are approved for documents as they are now (same digest), by document."""
    found = rows(
        """SELECT a.subject_id, a.codes FROM governance_approval a
           JOIN unnest(%s::bigint[], %s::text[]) AS d(id, digest) ON d.id = a.subject_id AND d.digest = a.digest
           WHERE a.company_id = %s AND a.subject_kind = %s AND a.decision = 'approved'""",
        [list(digests), list(digests.values()), ctx.company_id, subject_kind],
    )
    approved: dict[int, set[str]] = {}
    for subject, codes in found:
        approved.setdefault(subject, set()).update(codes)
    return approved


@operation("governance.decide_holds", permission="governance.hold.decide")
def decide_holds(ctx: Ctx, *, holds: Sequence[int], release: bool = True, reason: str) -> Outcomes:
    """Release holds as approvals, or refuse them, with a reason; an outcome is a hold.

    The person needs the duty that each hold names and must not have caused it (nobody approves the own document);
    what a person placed by hand that person may lift. One that this person may not decide, or that is decided already,
    is refused by itself.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why; the reason stays with the document.", field="reason")
    execute("SELECT id FROM governance_hold WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(holds)])
    standing = _standing(ctx, holds)
    judged = sift(dict.fromkeys(holds), partial(_decidable, ctx, standing, {}), partial(_named, standing))
    if judged.sound:
        _decide(ctx, list(judged.sound.values()), release, reason)
    code, told = ("approved", "Approved.") if release else ("refused", "Refused.")
    return judged.with_done(
        Outcome(*_named(standing, held.id), "done", code, told, {}, held.id) for held in judged.sound.values()
    )


def _decide(ctx: Ctx, found: Sequence[StandingHold], release: bool, reason: str) -> None:
    """Release or keep holds that this person may decide, write the approvals, and tell."""
    facts = {(held.subject_kind, held.subject_id, held.stage): held for held in found}
    _release(ctx, [held.id for held in found], reason, "approval" if release else "refused")
    digests = rows("SELECT id, digest FROM governance_hold WHERE id = ANY(%s)", [[held.id for held in found]])
    by_hold = dict(digests)
    records = [
        (held.subject_kind, held.subject_id, Jsonb([held.code]), by_hold[held.id], Jsonb(held.facts)) for held in found
    ]
    constants = {
        "company_id": ctx.company_id,
        "decision": "approved" if release else "refused",
        "reason": reason,
        "decided_by": ctx.actor_id,
        "decided_at": ctx.now,
        "operation_id": ctx.operation_id,
    }
    writes.append(Approval, ("subject_kind", "subject_id", "codes", "digest", "facts"), records, constants)
    for kind, stage in {(kind, stage) for kind, _, stage in facts}:
        ids = tuple(sorted(subject for k, subject, s in facts if (k, s) == (kind, stage)))
        announce(ctx, HoldsDecided(kind, ids, stage, release))
        ctx.running().touched(kind, *ids)
    _tell(ctx, found, release, reason)


def _tell(ctx: Ctx, decided: Sequence[StandingHold], release: bool, reason: str) -> None:
    """Tell who asked what was decided and why; whose document was held learns of a refusal, as a release goes on alone.

    What was asked of others about it is answered.
    """
    asked: dict[int, list[int]] = {}
    for hold_id, user in rows(
        """SELECT hold_id, asked_by FROM governance_decision_request
           WHERE company_id = %s AND hold_id = ANY(%s::bigint[]) AND withdrawn_at IS NULL""",
        [ctx.company_id, [held.id for held in decided]],
    ):
        asked.setdefault(hold_id, []).append(user)
    word = "Approved" if release else "Refused"
    notify(
        ctx,
        [
            Notice(
                [*asked.get(held.id, []), *([] if release else [held.placed_by])],
                "hold_decided",
                f"{word}: {reason}. {held.message}",
                DocumentRef(held.subject_kind, held.subject_id),
            )
            for held in decided
        ],
    )
    if asked:
        _answer(ctx, decided)


def _answer(ctx: Ctx, decided: Sequence[StandingHold]) -> None:
    """Nothing is left to decide about these documents, but of those on which another asked hold stands."""
    documents = {DocumentRef(held.subject_kind, held.subject_id) for held in decided}
    waiting = rows(
        """SELECT h.subject_kind, h.subject_id FROM governance_decision_request r
           JOIN governance_hold h ON h.company_id = r.company_id AND h.id = r.hold_id AND h.released_at IS NULL
           WHERE r.company_id = %s AND r.withdrawn_at IS NULL AND h.id <> ALL(%s::bigint[])
             AND h.subject_id = ANY(%s::bigint[])""",
        [ctx.company_id, [held.id for held in decided], [one.id for one in documents]],
    )
    answered(ctx, "approval_asked", documents - {DocumentRef(kind, number) for kind, number in waiting})


def _standing(ctx: Ctx, holds: Sequence[int]) -> dict[int, StandingHold]:
    found = select(
        StandingHold,
        """SELECT id, subject_kind, subject_id, stage, code, message, duty, placed_by, facts
           FROM governance_hold WHERE company_id = %s AND id = ANY(%s) AND released_at IS NULL ORDER BY id""",
        [ctx.company_id, list(holds)],
    )
    return {held.id: held for held in found}


def _named(standing: Mapping[int, StandingHold], number: int) -> tuple[int, str]:
    return number, standing[number].message[:80] if number in standing else f"hold {number}"


def _decidable(
    ctx: Ctx, standing: Mapping[int, StandingHold], asked: dict[str, NotAllowed | None], number: int
) -> StandingHold:
    """Give a hold that this person may decide, or refuse it; each duty is asked for once."""
    if number not in standing:
        told = "The hold is not there or was decided already."
        raise NotFound("hold_unknown", told, field="holds", hold=number)
    held = standing[number]
    if not held.duty:
        told = f"{held.message} The document has to change."
        raise RuleViolation("hold_not_releasable", told, field="holds", hold=held.code)
    if held.duty not in asked:
        asked[held.duty] = _gated(ctx, held.duty)
    if trouble := asked[held.duty]:
        raise trouble
    if held.placed_by == ctx.actor_id and held.code != MANUAL:
        told = "Nobody releases a hold on the own document; ask somebody with the same duty."
        raise NotAllowed("own_document", told, field="holds")
    return held


def _gated(ctx: Ctx, duty: str) -> NotAllowed | None:
    """Say why this person may not act under a duty, if so."""
    try:
        gate(ctx, duty)
    except NotAllowed as trouble:
        return trouble
    return None


def _release(ctx: Ctx, holds: Sequence[int], reason: str, kind: str) -> None:
    if holds:
        execute(
            """UPDATE governance_hold SET released_at = %s, released_by = %s, release_reason = %s, release_kind = %s
               WHERE company_id = %s AND id = ANY(%s)""",
            [ctx.now, ctx.actor_id, reason, kind, ctx.company_id, list(holds)],
        )
