"""The thinking of the catalog, over plain values."""
