"""What an installation tells of itself: structured logs, metrics, health and readiness."""
