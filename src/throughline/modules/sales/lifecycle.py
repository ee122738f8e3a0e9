"""The states of an order."""

from enum import StrEnum

from throughline.kernel.lifecycle import Lifecycle, Move, states


class S(StrEnum):
    """Where an order stands; what was shipped, billed or paid of it is derived, not state."""

    QUOTED = "quoted"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    LOST = "lost"
    CANCELLED = "cancelled"


ORDER = Lifecycle(
    noun="The order",
    states=S,
    initial=S.QUOTED,
    final=states(S.CLOSED, S.LOST, S.CANCELLED),
    moves=(
        Move("change", states(S.QUOTED), S.QUOTED, "sales.order.quote"),
        Move("confirm", states(S.QUOTED), S.CONFIRMED, "sales.order.confirm"),
        Move("lose", states(S.QUOTED), S.LOST, "sales.order.quote"),
        Move("amend", states(S.CONFIRMED), S.CONFIRMED, "sales.order.amend"),
        Move("cut", states(S.CONFIRMED), S.CONFIRMED, "sales.order.cancel"),
        Move("cancel", states(S.CONFIRMED), S.CANCELLED, "sales.order.cancel"),
        Move("close", states(S.CONFIRMED), S.CLOSED, "sales.order.settle"),
    ),
)
