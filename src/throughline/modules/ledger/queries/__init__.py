"""Reading the books."""

from throughline.modules.ledger.queries.accounts import AccountBalance, balance_of, trial_balance

__all__ = ["AccountBalance", "balance_of", "trial_balance"]
