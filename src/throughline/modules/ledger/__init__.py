"""The books of each company: double entry, append-only.

Owns accounts, periods with the totals of closed ones, entries and their lines. Every entry balances in company
currency; posted rows never change; a correction is a new entry in an open period. Other modules post through
`public.post`; nobody deletes.
Announces nothing: whoever posts announces the fact behind the entry.
"""
