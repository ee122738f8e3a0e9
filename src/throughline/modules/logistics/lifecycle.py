"""The states of a shipment."""

from enum import StrEnum

from throughline.kernel.lifecycle import Lifecycle, Move, states


class S(StrEnum):
    """Where a shipment stands."""

    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    DELIVERED_SHORT = "delivered_short"
    FAILED = "failed"
    BACK = "back"
    LOST = "lost"


SHIPMENT = Lifecycle(
    noun="The shipment",
    states=S,
    initial=S.DISPATCHED,
    final=states(S.DELIVERED, S.BACK, S.LOST),
    moves=(
        Move("deliver", states(S.DISPATCHED), S.DELIVERED, "logistics.shipment.prove"),
        Move("deliver_short", states(S.DISPATCHED), S.DELIVERED_SHORT, "logistics.shipment.prove"),
        Move("fail", states(S.DISPATCHED), S.FAILED, "logistics.shipment.prove"),
        Move("track", states(S.DISPATCHED), S.DISPATCHED, "logistics.shipment.track"),
        Move("redeliver", states(S.FAILED, S.DELIVERED_SHORT), S.DISPATCHED, "logistics.shipment.dispatch"),
        Move("bring_back", states(S.FAILED, S.DELIVERED_SHORT), S.BACK, "logistics.shipment.bring_back"),
        Move("lose", states(S.DISPATCHED, S.FAILED, S.DELIVERED_SHORT), S.LOST, "logistics.loss.record"),
    ),
)
