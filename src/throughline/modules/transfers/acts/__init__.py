"""What transfers do inside their operations."""
