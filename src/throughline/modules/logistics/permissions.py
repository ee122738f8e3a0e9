"""What logistics lets people do, in plain words."""

READ_SHIPMENTS = "logistics.shipment.read"

LABELS = {
    READ_SHIPMENTS: "See shipments and what waits to leave",
    "logistics.shipment.dispatch": "Dispatch shipments, and send failed ones again",
    "logistics.shipment.prove": "Record proof of delivery",
    "logistics.shipment.track": "Note what happens to shipments on their way",
    "logistics.loss.record": "Record goods as lost on their way, claimed or written off",
    "logistics.claim.settle": "Say what became of a claim for lost goods",
    "logistics.shipment.bring_back": "Bring refused goods back into stock",
}
