"""Throughline: a connected ERP for distributors.

Read ARCHITECTURE.md first; then `flows/order_to_cash.py`, which is how a company works from top to bottom.
"""
