"""Prices: lists with quantity breaks, customer contracts, and the explanation of every price.

Owns price lists, their prices, contracts and their prices, per company. It prices any number of lines in one query
and says why: a contract beats the list of the customer's group, which beats the list for everybody. Announces
`PricesChanged`. Overrides and discounts belong to the document that takes them, floors and margins to who checks it.
"""
