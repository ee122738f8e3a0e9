"""The states of an item: draft until it may be traded, phasing out, blocked."""

from enum import StrEnum

from throughline.kernel.lifecycle import Lifecycle, Move, states


class State(StrEnum):
    """Whether an item may be traded."""

    DRAFT = "draft"
    ACTIVE = "active"
    PHASE_OUT = "phase_out"
    BLOCKED = "blocked"


PERMISSION = "catalog.item.change"

ITEM = Lifecycle(
    noun="Item",
    states=State,
    initial=State.DRAFT,
    final=frozenset(),
    moves=(
        Move("activate", states(State.DRAFT, State.PHASE_OUT, State.BLOCKED), State.ACTIVE, PERMISSION),
        Move("phase_out", states(State.ACTIVE, State.BLOCKED), State.PHASE_OUT, PERMISSION),
        Move("block", states(State.DRAFT, State.ACTIVE, State.PHASE_OUT), State.BLOCKED, PERMISSION),
    ),
)

#: Which move leads to a state.
MOVE_TO = {move.target: move.name for move in ITEM.moves}
