"""Prices: lists with quantity breaks, customer contracts, and the explanation of every price.

Owns price lists, their prices, contracts and their prices. It prices sets of lines in one query and says why.
"""
