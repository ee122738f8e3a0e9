"""How much may be asked in a while: by a token, a company, a signed-in browser, an address.

A bucket stands in the database, so that all processes count together; a process takes a share of it at a time and
counts that down by itself, so that a request usually costs no statement.
"""
