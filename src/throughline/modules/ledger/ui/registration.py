"""What the ledger adds to the product's screens."""

from throughline.modules.ledger.permissions import READ
from throughline.modules.ledger.ui import books, periods
from throughline.platform import refs
from throughline.platform.ui import screens
from throughline.platform.ui.numbered import Numbered, register_numbered


def register() -> None:
    """Add the screens of the ledger, and say how entries are shown to others."""
    screens.register(books.TRIAL, books.ACCOUNT, books.LINES, books.ENTRIES, books.RECORD)
    screens.register(periods.LIST, periods.CLOSE_FORM, periods.REOPEN_FORM)
    register_numbered(
        Numbered("ledger/accounts", "Account", "ledger_account", READ, "book", "code"),
        Numbered("ledger/entries", "Entry", "ledger_entry", READ, "book", prefix="Entry "),
    )
    refs.register("ledger.entry", books.shown)
