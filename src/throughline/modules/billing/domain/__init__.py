"""The thinking of billing, as pure functions over plain values."""
