"""Goods between the company's own sites, in transit at their cost.

Owns transfers, their lines and the write-offs of what never arrived, which another person decides on. A transfer is
in_transit until all of it is taken in or written off, then arrived. Announces `TransferSent` and `TransferReceived`.
Sending and taking in are single deeds: nobody picks or packs a transfer.
"""
