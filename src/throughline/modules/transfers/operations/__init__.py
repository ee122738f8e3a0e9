"""Sending goods to another site, and their arrival."""
