"""Tables of logistics."""

from throughline.modules.logistics.models.shipments import Loss, Milestone, Proof, Shipment, ShipmentLine

__all__ = ["Loss", "Milestone", "Proof", "Shipment", "ShipmentLine"]
