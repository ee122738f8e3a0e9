"""What higher modules do to stock inside their operations: claim it, move it, value it."""
