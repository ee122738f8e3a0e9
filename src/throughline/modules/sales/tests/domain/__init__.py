"""The rules of sales, without a database."""
