"""Files that must be kept: what was sent and received, stored by content, never changed.

Owns stored files and their links to documents of any kind.
"""
