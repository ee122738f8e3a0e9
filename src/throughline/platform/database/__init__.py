"""How the product talks to PostgreSQL: connections, array writes, row security, the local server."""
