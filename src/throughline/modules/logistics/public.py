"""The door of logistics."""

from throughline.modules.logistics.acts.hold import lock_shipments_of
from throughline.modules.logistics.locks import LockedShipment
from throughline.modules.logistics.operations.bring_back import BackInput, bring_back
from throughline.modules.logistics.operations.dispatch_units import Load, dispatch_units
from throughline.modules.logistics.operations.prove_deliveries import ProofInput, prove_deliveries
from throughline.modules.logistics.operations.record_losses import LossInput, record_losses
from throughline.modules.logistics.operations.record_milestones import ON_THE_WAY, MilestoneInput, record_milestones
from throughline.modules.logistics.operations.redeliver import RedeliveryInput, redeliver
from throughline.modules.logistics.operations.settle_claims import ClaimSettled, settle_claims
from throughline.modules.logistics.operations.watch_deliveries import watch_deliveries
from throughline.modules.logistics.queries.losses import LossFacts, losses_of
from throughline.modules.logistics.queries.shipments import (
    Arrived,
    ShipmentFacts,
    ShipmentLineFacts,
    arrived_of,
    lines_by_id,
    lines_for,
    lines_of,
    shipments,
    shipments_of,
)

__all__ = [
    "ON_THE_WAY",
    "Arrived",
    "BackInput",
    "ClaimSettled",
    "Load",
    "LockedShipment",
    "LossFacts",
    "LossInput",
    "MilestoneInput",
    "ProofInput",
    "RedeliveryInput",
    "ShipmentFacts",
    "ShipmentLineFacts",
    "arrived_of",
    "bring_back",
    "dispatch_units",
    "lines_by_id",
    "lines_for",
    "lines_of",
    "lock_shipments_of",
    "losses_of",
    "prove_deliveries",
    "record_losses",
    "record_milestones",
    "redeliver",
    "settle_claims",
    "shipments",
    "shipments_of",
    "watch_deliveries",
]
