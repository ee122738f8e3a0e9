"""Reading stock: availability, claims, movements, value."""
