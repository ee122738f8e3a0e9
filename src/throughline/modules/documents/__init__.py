"""Files that must be kept: what was sent and received, stored by content, never changed.

Owns stored files and their links to documents of any kind, per company. A file is stored once per content and name;
a link says of which document it is what. Announces nothing: who stores a file announces why.
"""
