"""The arithmetic of the books."""
