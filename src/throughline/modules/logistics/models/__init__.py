"""Tables of logistics."""

from throughline.modules.logistics.models.shipments import Milestone, Proof, Shipment, ShipmentLine

__all__ = ["Milestone", "Proof", "Shipment", "ShipmentLine"]
