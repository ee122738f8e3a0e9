"""Goods between the company's own sites, in transit at their cost.

Owns transfers and their lines. Announces `TransferSent` and `TransferReceived`.
"""
