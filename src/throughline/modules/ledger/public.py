"""The door of the ledger."""

from throughline.modules.ledger.acts.post import NewEntry, NewLine, post
from throughline.modules.ledger.operations.close_period import close_period, reopen_period
from throughline.modules.ledger.operations.set_up_books import set_up_books
from throughline.modules.ledger.queries import AccountBalance, balance_of, trial_balance
from throughline.modules.ledger.queries.periods import closed_among

__all__ = [
    "AccountBalance",
    "NewEntry",
    "NewLine",
    "balance_of",
    "close_period",
    "closed_among",
    "post",
    "reopen_period",
    "set_up_books",
    "trial_balance",
]
