"""The `throughline` command, and the processes that it starts and must stop."""
