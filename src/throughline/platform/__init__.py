"""Infrastructure without business words: operations, events, numbering, permissions, audit, database, screens.

It knows a company id, an actor and an opaque duty; everything else is told to it by the tiers above.
"""
