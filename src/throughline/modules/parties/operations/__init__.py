"""Changes of parties, their addresses and terms."""
