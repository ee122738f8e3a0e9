"""The thinking of the ledger, over plain values."""
