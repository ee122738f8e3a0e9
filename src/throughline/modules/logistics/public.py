"""The door of logistics."""

from throughline.modules.logistics.operations.bring_back import bring_back
from throughline.modules.logistics.operations.dispatch_units import Load, dispatch_units
from throughline.modules.logistics.operations.prove_deliveries import ProofInput, prove_deliveries
from throughline.modules.logistics.operations.redeliver import redeliver
from throughline.modules.logistics.queries.shipments import (
    ShipmentFacts,
    ShipmentLineFacts,
    delivered_of,
    lines_by_id,
    lines_for,
    lines_of,
    shipments,
    shipments_of,
)

__all__ = [
    "Load",
    "ProofInput",
    "ShipmentFacts",
    "ShipmentLineFacts",
    "bring_back",
    "delivered_of",
    "dispatch_units",
    "lines_by_id",
    "lines_for",
    "lines_of",
    "prove_deliveries",
    "redeliver",
    "shipments",
    "shipments_of",
]
