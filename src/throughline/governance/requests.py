"""Asking for decisions: who asked whom to decide on a hold, and where it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.governance.models import DecisionRequest
from throughline.governance.notices import OWN, Notice, answered, notify
from throughline.kernel.errors import InvalidInput
from throughline.kernel.refs import DocumentRef
from throughline.platform.database import writes
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request with the hold that it is about and what became of it."""

    id: int
    hold_id: int
    subject_kind: str
    subject_id: int
    stage: str
    code: str
    message: str
    duty: str
    asked_by: int
    asker: str
    asked_at: datetime
    note: str
    withdrawn_at: datetime | None
    released_at: datetime | None
    release_kind: str
    release_reason: str
    decider: str

    @property
    def ref(self) -> DocumentRef:
        """The document that is held."""
        return DocumentRef(self.subject_kind, self.subject_id)

    @property
    def is_open(self) -> bool:
        """Say whether it still waits."""
        return self.withdrawn_at is None and self.released_at is None


_REQUEST = """SELECT r.id, r.hold_id, h.subject_kind, h.subject_id, h.stage, h.code, h.message, h.duty, r.asked_by,
        coalesce(nullif(u.name, ''), u.username, ''), r.asked_at, r.note, r.withdrawn_at, h.released_at,
        h.release_kind, h.release_reason, coalesce(nullif(d.name, ''), d.username, '')
    FROM governance_decision_request r JOIN governance_hold h ON h.id = r.hold_id AND h.company_id = r.company_id
    LEFT JOIN platform_user u ON u.id = r.asked_by LEFT JOIN platform_user d ON d.id = h.released_by
    WHERE r.company_id = %s AND {} ORDER BY r.id DESC LIMIT %s"""


def requests_on(ctx: Ctx, holds: Collection[int]) -> dict[int, list[RequestFacts]]:
    """Give the standing requests by hold, the newest first."""
    found: dict[int, list[RequestFacts]] = {}
    if holds:
        condition = "r.hold_id = ANY(%s::bigint[]) AND r.withdrawn_at IS NULL"
        for one in select(RequestFacts, _REQUEST.format(condition), [ctx.company_id, list(holds), 500]):
            found.setdefault(one.hold_id, []).append(one)
    return found


def requests_of(ctx: Ctx, limit: int = 30) -> list[RequestFacts]:
    """List what the reader asked, the newest first, with where it stands."""
    return select(RequestFacts, _REQUEST.format("r.asked_by = %s"), [ctx.company_id, ctx.actor_id, limit])


def deciders(ctx: Ctx, duty: str) -> list[int]:
    """List the people who hold a duty today and may decide on holds."""
    found = rows(
        """SELECT a.user_id FROM platform_role_assignment a
           JOIN platform_role r ON r.id = a.role_id JOIN platform_user u ON u.id = a.user_id
           WHERE a.company_id = %s AND u.is_active AND (a.valid_to IS NULL OR a.valid_to >= %s)
           GROUP BY a.user_id
           HAVING bool_or(r.duties @> to_jsonb(%s::text))
              AND bool_or(r.permissions @> '"governance.hold.decide"' OR r.permissions @> '"*"')
           ORDER BY a.user_id""",
        [ctx.company_id, ctx.today, duty],
    )
    return [row[0] for row in found]


@operation("governance.ask_for_decisions", permission=OWN)
def ask_for_decisions(ctx: Ctx, *, holds: Sequence[int], note: str = "") -> Outcomes:
    """Ask those with the duty to decide on holds: each gets a notification, the request stands until it is decided.

    Asking again is skipped. A hold that no duty can release, or that nobody can decide on, is refused with the remedy.
    """
    if len(note) > LONGEST:
        raise InvalidInput("note_too_long", f"A note has {LONGEST} characters at most.", field="note")
    ctx.demand("governance.hold.read")
    standing = rows(
        """SELECT h.id, h.subject_kind, h.subject_id, h.duty, h.message, EXISTS (
               SELECT FROM governance_decision_request r WHERE r.company_id = h.company_id
               AND r.hold_id = h.id AND r.asked_by = %s AND r.withdrawn_at IS NULL)
           FROM governance_hold h WHERE h.company_id = %s AND h.id = ANY(%s::bigint[]) AND h.released_at IS NULL""",
        [ctx.actor_id, ctx.company_id, list(holds)],
    )
    known = {row[0]: row[1:] for row in standing}
    people = {duty: deciders(ctx, duty) for duty in {row[3] for row in standing} if duty}
    outcomes = {number: _judge(ctx, number, known.get(number), people) for number in holds}
    asked = [number for number, outcome in outcomes.items() if outcome.status == "done"]
    constants = {"company_id": ctx.company_id, "asked_by": ctx.actor_id, "asked_at": ctx.now, "note": note.strip()}
    writes.append(DecisionRequest, ("hold_id",), [(number,) for number in asked], constants)
    notices = []
    for number in asked:
        kind, subject, duty, message, _ = known[number]
        told = f"Asks for a decision: {message}" + (f" “{note.strip()}”" if note.strip() else "")
        notices.append(Notice(people[duty], "approval_asked", told, DocumentRef(kind, subject)))
        ctx.running().touched(kind, subject)
    notify(ctx, notices)
    return Outcomes(outcomes.values())


def _judge(
    ctx: Ctx, number: int, hold: tuple[str, int, str, str, bool] | None, people: dict[str, list[int]]
) -> Outcome:
    label = f"hold {number}"
    if hold is None:
        return Outcome(number, label, "refused", "hold_unknown", "The hold is not there or was decided already.")
    _, _, duty, message, again = hold
    if not duty:
        return Outcome(number, label, "refused", "hold_not_releasable", f"{message} The document has to change.")
    if again:
        return Outcome(number, label, "skipped", "asked_already", "You have asked; it waits for a decision.")
    if not [one for one in people[duty] if one != ctx.actor_id]:
        told = f"Nobody else holds the duty {duty} and may decide; an administrator can give a role that does."
        return Outcome(number, label, "refused", "nobody_decides", told)
    return Outcome(number, label, "done", "asked", f"Asked those with the duty {duty}.")


@operation("governance.withdraw_requests", permission=OWN)
def withdraw_requests(ctx: Ctx, *, holds: Sequence[int]) -> int:
    """Take back what one asked about holds; give how many requests stood. The hold itself stays."""
    gone = rows(
        """UPDATE governance_decision_request r SET withdrawn_at = %s FROM governance_hold h
           WHERE r.company_id = %s AND r.hold_id = ANY(%s::bigint[]) AND r.asked_by = %s AND r.withdrawn_at IS NULL
             AND h.id = r.hold_id AND h.company_id = r.company_id RETURNING h.subject_kind, h.subject_id""",
        [ctx.now, ctx.company_id, list(holds), ctx.actor_id],
    )
    for kind, subject in gone:
        ctx.running().touched(kind, subject)
    answered(ctx, "approval_asked", [DocumentRef(kind, subject) for kind, subject in gone], by=ctx.actor_id)
    return len(gone)
