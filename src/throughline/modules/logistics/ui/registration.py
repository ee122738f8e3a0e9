"""What logistics adds to the product's screens."""

from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.ui import (
    carriers,
    deliveries,
    dispatch,
    home,
    losses,
    pictures,
    scan_loading,
    shipments,
)
from throughline.modules.logistics.ui.papers import notes
from throughline.platform import refs
from throughline.platform.ui import homes, lookups, screens
from throughline.platform.ui.numbered import Numbered, register_numbered


def register() -> None:
    """Add the screens of logistics, and say how its documents are shown to others."""
    screens.register(
        dispatch.BOARD,
        dispatch.SEND,
        home.LOAD,
        scan_loading.SCAN,
        shipments.LIST,
        shipments.RECORD,
        carriers.BOARD,
        pictures.PICTURES,
        deliveries.MILESTONE,
        notes.NOTE,
        notes.LABELS,
        notes.LABELS_ZPL,
        deliveries.PROVE,
        deliveries.REDELIVER,
        deliveries.BRING_BACK,
        losses.RECORD_LOSS,
        losses.SETTLE,
    )
    homes.register(*home.PARTS)
    lookups.register(shipments.SHIPMENTS, deliveries.LOTS)
    refs.register("logistics.shipment", shipments.shown)
    refs.register("logistics.shipment_line", shipments.shown_by_line)
    refs.register("logistics.shipment_back", shipments.shown_by_line)
    refs.register("logistics.shipment_lost", shipments.shown_by_line)
    register_numbered(
        Numbered("shipments", "Shipment", "logistics_shipment", READ_SHIPMENTS, "truck"),
        Numbered("shipments", "Shipment", "logistics_shipment", READ_SHIPMENTS, "truck", "tracking",
                 any_case=False, shown="number"),
    )  # fmt: skip
