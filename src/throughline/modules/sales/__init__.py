"""Quotes and orders: the commitment to a customer.

Owns orders and their lines, the history of promised dates, and amendments of confirmed orders. A quote becomes an
order only after price, terms, credit and supply are confirmed.
"""
