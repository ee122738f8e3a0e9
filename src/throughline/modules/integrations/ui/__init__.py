"""Screens of integrations: imports from upload to reconciliation."""
