"""Shipments and their lines, read for screens and for the modules above."""
