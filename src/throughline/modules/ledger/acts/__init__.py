"""What other modules do to the books inside their operations."""
