"""The books, tried."""
