"""The thinking of parties, over plain values."""
