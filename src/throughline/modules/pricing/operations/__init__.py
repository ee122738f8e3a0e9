"""Changes of prices."""
