"""Tests of integrations that need no database."""
