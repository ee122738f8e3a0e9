"""Several processes at once, on the same goods, limits and keys."""
