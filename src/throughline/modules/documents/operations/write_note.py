"""Writing a note on a record."""

from collections.abc import Sequence

from psycopg.types.json import Jsonb

from throughline.governance.public import (
    Colleague,
    Notice,
    notify,
    people_by_id,
    people_by_login,
    record_of,
    who_may_open,
)
from throughline.kernel.errors import InvalidInput
from throughline.modules.documents.domain.mentions import mentioned
from throughline.modules.documents.models import Note
from throughline.modules.documents.permissions import NOTE
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation

LONGEST = 4000
MOST_TOLD = 20


@operation("documents.write_note", permission=NOTE)
def write_note(ctx: Ctx, *, subject_kind: str, subject_id: int, text: str, tell: Sequence[int] = ()) -> int:
    """Write a note on a record that one may open, and give its id.

    Whom it mentions (`@login`) or tells gets a notification; who may not open the record cannot be told of it.
    """
    record = record_of(ctx, subject_kind, subject_id)
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise InvalidInput("text_missing", f"Write something, in {LONGEST:,} characters at most.", field="text")
    people = _people(ctx, text, tell)
    allowed = who_may_open(ctx, subject_kind, list(people))
    barred = next((one for number, one in people.items() if number not in allowed), None)
    if barred:
        told = f"{barred.name} may not open this record, so cannot be told of it; ask somebody who may."
        raise InvalidInput("may_not_open", told, field="text")
    record_note = (record.kind, record.id, text, Jsonb(sorted(people)))
    constants = {"company_id": ctx.company_id, "written_by": ctx.actor_id, "written_at": ctx.now}
    (number,) = writes.insert(Note, ("subject_kind", "subject_id", "text", "told"), [record_note], constants)
    notify(ctx, [Notice(sorted(people), "mentioned", text.replace("\n", " "), record)])
    ctx.running().touched(record.kind, record.id)
    return number


def _people(ctx: Ctx, text: str, tell: Sequence[int]) -> dict[int, Colleague]:
    logins = mentioned(text)
    known = people_by_login(ctx, logins)
    unknown = [login for login in logins if login not in known]
    if unknown:
        told = f"Nobody here signs in as {unknown[0][:60]}; mention people by their login, or choose them below."
        raise InvalidInput("person_unknown", told, field="text")
    chosen = people_by_id(ctx, tell)
    gone = [number for number in tell if number not in chosen]
    if gone:
        raise InvalidInput("person_unknown", f"There is nobody with the number {gone[0]} here.", field="tell")
    people = {one.id: one for one in (*known.values(), *chosen.values())}
    if len(people) > MOST_TOLD:
        raise InvalidInput("too_many_told", f"A note tells {MOST_TOLD} people at most.", field="text")
    return people
