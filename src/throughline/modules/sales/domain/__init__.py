"""The thinking of sales, as pure functions over plain values."""
