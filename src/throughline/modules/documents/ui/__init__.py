"""Notes and files on every record."""
