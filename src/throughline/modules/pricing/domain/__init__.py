"""The thinking of prices, over plain values."""
