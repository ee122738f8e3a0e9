"""The thinking of inventory, as pure functions over plain values."""
