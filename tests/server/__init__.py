"""The local PostgreSQL: starts, is shared, survives being killed, and is stopped by its last user."""
