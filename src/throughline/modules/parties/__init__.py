"""Organisations and persons, their addresses, and the terms of customers and suppliers.

Owns parties, addresses and payment terms, which all companies share, and the customers, suppliers and carrier
services of each company. A customer has a block level: none, order (no new orders), ship (nor shipments), invoice (nor
invoices), all. Announces `CustomerBlocked`. It does not know prices, credit or documents.
"""
