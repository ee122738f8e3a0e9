"""The promises: broken by force to see them named, and held over random runs of the operations."""
