"""Governance through its operations and screens."""
