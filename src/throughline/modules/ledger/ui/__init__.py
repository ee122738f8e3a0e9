"""Screens of the ledger: trial balance, accounts, entries."""
