"""Goods that come back, at the cost at which they left, credited at the price and tax they were billed.

Owns returns and their lines.
"""
