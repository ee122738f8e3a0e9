"""What the ledger lets people do, in plain words."""

READ = "ledger.entry.read"

LABELS = {
    READ: "See accounts and ledger entries",
    "ledger.period.close": "Close a month of the books",
    "ledger.period.reopen": "Open a closed month of the books again",
    "ledger.account.change": "Set up the chart of accounts",
}
