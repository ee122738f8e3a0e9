"""The door of logistics."""

from throughline.modules.logistics.operations.bring_back import bring_back
from throughline.modules.logistics.operations.dispatch_units import Load, dispatch_units
from throughline.modules.logistics.operations.prove_deliveries import ProofInput, prove_deliveries
from throughline.modules.logistics.operations.record_milestones import ON_THE_WAY, MilestoneInput, record_milestones
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
    "ON_THE_WAY",
    "Load",
    "MilestoneInput",
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
    "record_milestones",
    "redeliver",
    "shipments",
    "shipments_of",
]
