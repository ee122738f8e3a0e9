"""Tables of transfers."""
