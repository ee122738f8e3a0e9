"""Organisations and persons, their addresses, and the terms of customers, suppliers and carriers.

Owns parties, addresses, customers (terms per company), suppliers and payment terms. It does not know prices, credit or documents.
"""
