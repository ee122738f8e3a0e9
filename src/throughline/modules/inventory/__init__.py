"""Stock as a ledger of quantity and value, and the claims on it.

Owns locations, lots, balances, moves, positions, demands, supplies, promises, allocations, adjustments, value pools,
value entries and issues. On hand is the sum of moves; reserved is the sum of allocations; the stock accounts are the
value ledger. Announces `PromisesMoved`, `ClaimsBroken`, `AdjustmentsDropped` and `StockFreed`. It knows demands and
supplies, never the documents behind them, and proposes bins and lots without knowing who walks.
"""
