"""Reading files, understanding values and headings: pure, without a database."""
