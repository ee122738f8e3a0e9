"""Quotes and orders: the commitment to a customer.

Owns orders and their lines, and the history of promised dates. A quote becomes an order only after price, terms,
credit and supply are confirmed.
"""
