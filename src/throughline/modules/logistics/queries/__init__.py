"""Reading shipments."""
