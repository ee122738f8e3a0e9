"""Screens of logistics: what waits to leave, shipments, and their proofs of delivery."""
