"""Screens of the warehouse: release, picking, packing, put-backs, receipts. They show no prices."""
