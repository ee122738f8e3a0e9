"""Letting items be traded, sold off, or no more."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput, NotFound, StaleVersion
from throughline.kernel.vocabulary import OneOf
from throughline.modules.catalog.events import ItemStatesChanged
from throughline.modules.catalog.lifecycle import ITEM, MOVE_TO, PERMISSION, State
from throughline.platform.database.statements import rows
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("catalog.set_item_state", permission=PERMISSION, duty=Duty.MASTER_DATA)
def set_item_state(
    ctx: Ctx, *, items: Sequence[int], state: Annotated[str, OneOf(tuple(MOVE_TO))], reason: str = ""
) -> Outcomes:
    """Move items to a state (active, phase_out, blocked); announce those that moved, skip those that are there."""
    if state not in MOVE_TO:
        raise InvalidInput("unknown_choice", f"State “{state}” cannot be set; use {', '.join(MOVE_TO)}.", field="state")
    wanted = State(state)
    found = rows("SELECT id, code, state FROM catalog_item WHERE id = ANY(%s)", [list(items)])
    known = {number: (code, there) for number, code, there in found}
    outcomes = {number: _judge(number, known.get(number), wanted) for number in items}
    judged = [number for number, outcome in outcomes.items() if outcome.status == "done"]
    moved = _write(judged, known, wanted) if judged else []
    for number in set(judged) - set(moved):
        code = known[number][0]
        stale = StaleVersion("stale_state", f"Item {code} was moved by somebody else meanwhile; read it again.")
        outcomes[number] = Outcome.refusal(number, code, stale)
    ctx.running().touched("catalog.item", *moved)
    for ids in chunks(moved):
        announce(ctx, ItemStatesChanged(ids, state, reason))
    return Outcomes(outcomes.values())


def _write(judged: Sequence[int], known: Mapping[int, tuple[str, str]], wanted: State) -> list[int]:
    """Move those that are still where they were judged, and give them in their order."""
    moved = rows(
        """UPDATE catalog_item i SET state = %s, version = i.version + 1
           FROM unnest(%s::bigint[], %s::text[]) AS u(id, state) WHERE i.id = u.id AND i.state = u.state
           RETURNING i.id""",
        [wanted.value, list(judged), [known[number][1] for number in judged]],
    )
    return sorted(number for (number,) in moved)


def _judge(number: int, known: tuple[str, str] | None, wanted: State) -> Outcome:
    try:
        if known is None:
            raise NotFound("item_unknown", f"There is no item {number}.", item=number)
        code, state = known
        if state == wanted:
            return Outcome(number, code, "skipped", "no_change", f"Item {code} is {state} already.", document=number)
        ITEM.target(MOVE_TO[wanted], State(state), label=f"Item {code}")
        return Outcome(number, code, "done", document=number)
    except DomainError as error:
        return Outcome.refusal(number, known[0] if known else str(number), error)
