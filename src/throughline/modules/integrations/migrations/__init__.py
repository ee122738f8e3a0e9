"""Migrations of integrations: one step each."""
