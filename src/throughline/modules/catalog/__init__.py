"""What is traded: items, families and packagings, and the numbers that customers use for them.

Owns families, items, packagings and customer item numbers, which all companies share. An item is draft, active,
phase_out or blocked; announces `ItemStatesChanged`. Every item can be counted in its stock unit (factor 1) and in
its packagings. It does not know stock or prices.
"""
