"""Tables of logistics."""
