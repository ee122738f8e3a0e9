"""Reading imports, their rows and mappings."""
