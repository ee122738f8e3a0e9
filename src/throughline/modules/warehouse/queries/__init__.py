"""Reading the floor's work."""
