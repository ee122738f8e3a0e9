"""Reading and understanding files, without a database."""
