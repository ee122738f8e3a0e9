"""What higher modules ask of the warehouse inside their operations."""
