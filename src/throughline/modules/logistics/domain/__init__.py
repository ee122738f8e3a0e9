"""The thinking of logistics, as pure functions over plain values."""
