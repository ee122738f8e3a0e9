"""Shipments from dispatch to proof of delivery.

Owns shipments, their lines, milestones and proofs. Dispatch is the goods issue; proof is what most customers are
billed on.
"""
