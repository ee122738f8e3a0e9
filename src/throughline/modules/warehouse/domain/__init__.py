"""The thinking of the warehouse, as pure functions over plain values."""
