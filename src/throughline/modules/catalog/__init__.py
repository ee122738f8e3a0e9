"""What is traded: items, families and packagings, what customers call them, and what may take their place.

Owns families, items, packagings and substitutes, which all companies share, and the numbers that a company's customers
use. An item is draft, active, phase_out or blocked; announces `ItemStatesChanged`. Every item can be counted in its
stock unit (factor 1) and in its packagings. It does not know stock or prices.
"""
