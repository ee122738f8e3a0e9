"""What other modules do to credit and open items inside their operations."""
