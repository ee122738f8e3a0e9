"""Letting items be traded, sold off, or no more."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput, NotFound
from throughline.modules.catalog.events import ItemStatesChanged
from throughline.modules.catalog.lifecycle import ITEM, MOVE_TO, PERMISSION, State
from throughline.platform.database.statements import execute, rows
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("catalog.set_item_state", permission=PERMISSION, duty=Duty.MASTER_DATA)
def set_item_state(ctx: Ctx, *, items: Sequence[int], state: str, reason: str = "") -> Outcomes:
    """Move items to a state (active, phase_out, blocked); announce those that moved, skip those that are there."""
    if state not in MOVE_TO:
        raise InvalidInput("unknown_choice", f"State “{state}” cannot be set; use {', '.join(MOVE_TO)}.", field="state")
    wanted = State(state)
    execute("SELECT FROM catalog_item WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(items)])
    known = {
        row[0]: row[1:] for row in rows("SELECT id, code, state FROM catalog_item WHERE id = ANY(%s)", [list(items)])
    }
    outcomes = [_judge(number, known.get(number), wanted) for number in dict.fromkeys(items)]
    moved = [outcome.subject for outcome in outcomes if outcome.status == "done"]
    if moved:
        execute("UPDATE catalog_item SET state = %s, version = version + 1 WHERE id = ANY(%s)", [state, moved])
        ctx.running().touched("catalog.item", *moved)
        for ids in chunks(moved):
            announce(ctx, ItemStatesChanged(ids, state, reason))
    return Outcomes(outcomes)


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
