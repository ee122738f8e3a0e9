"""What is traded: items, families and packagings, and the numbers customers use for them.

Owns families, items, packagings and customer item numbers. It does not know stock or prices.
"""
