"""The thinking of settlement, over plain values."""
