"""What happens to quotes and orders, one verb a file."""
