"""Reading quotes and orders."""
