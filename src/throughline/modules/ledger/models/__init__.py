"""Tables of the books."""

from throughline.modules.ledger.models.books import Account, Entry, EntryLine, Period, Total

__all__ = ["Account", "Entry", "EntryLine", "Period", "Total"]
