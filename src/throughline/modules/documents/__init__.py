"""Files that must be kept, and notes that people write: what was sent, received or said about a record.

Owns stored files and their links to documents of any kind, and notes, per company. A file is stored once per content
and name and never changes; a link says of which document it is what. Announces nothing: who stores a file announces
why.
"""
