"""Taking goods back."""
