"""What higher modules do to the billable ledger inside their operations."""
