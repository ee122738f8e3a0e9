"""Contract types of our own for import-linter; not part of what is installed."""
