"""What logistics lets people do, in plain words."""

READ_SHIPMENTS = "logistics.shipment.read"

LABELS = {
    READ_SHIPMENTS: "See shipments and what waits to leave",
    "logistics.shipment.dispatch": "Dispatch shipments, and send failed ones again",
    "logistics.shipment.prove": "Record proof of delivery",
    "logistics.shipment.track": "Note what happens to shipments on their way",
    "logistics.shipment.bring_back": "Bring refused goods back into stock",
}
