"""What the ledger adds to the product's screens."""

from throughline.modules.ledger.ui import books, periods
from throughline.platform import refs
from throughline.platform.ui import screens


def register() -> None:
    """Add the screens of the ledger, and say how entries are shown to others."""
    screens.register(books.TRIAL, books.ACCOUNT, books.LINES, books.ENTRIES, books.RECORD)
    screens.register(periods.LIST, periods.CLOSE_FORM, periods.REOPEN_FORM)
    refs.register("ledger.entry", books.shown)
