"""What parties owe and pay: open items, matches, credit accounts, payments.

Owns credit accounts (the lock of everything that raises exposure), open items, payments and matches.
"""
