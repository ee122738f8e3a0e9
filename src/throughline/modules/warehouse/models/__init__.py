"""Tables of warehouse."""
