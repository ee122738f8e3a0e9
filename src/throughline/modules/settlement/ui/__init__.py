"""Screens of settlement: receivables, the account of a customer, payments."""
