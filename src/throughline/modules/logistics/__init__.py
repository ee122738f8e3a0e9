"""Shipments from dispatch to proof of delivery.

Owns shipments, their lines, milestones, proofs and losses. A shipment is dispatched, then delivered, delivered_short,
failed, back or lost. Dispatch is the goods issue; proof is what most customers are billed on; what was
refused may go out again on the same lines. Announces `ShipmentsDispatched`, `ShipmentsProved`, `ShipmentsSentAgain`,
`ShipmentsLost` and `ShipmentsBack`. It does not know orders: it carries the demands that handling units serve.
"""
