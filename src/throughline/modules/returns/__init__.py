"""Goods that come back, at the cost at which they left, credited at the price and tax they were billed.

Owns returns and their lines, which never change: what came back is a fact. Announces `ReturnsReceived`. It does not
credit by itself: what is taken back goes to billing, which credits in its next run.
"""
