"""What other modules do with files inside their operations."""
