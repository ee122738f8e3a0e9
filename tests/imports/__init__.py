"""Imports through the operations of the modules that own the data."""
