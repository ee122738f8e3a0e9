"""What the ledger lets people do, in plain words."""

READ = "ledger.entry.read"

LABELS = {
    READ: "See accounts and ledger entries",
    "ledger.period.close": "Close a month of the books",
    "ledger.account.change": "Set up the chart of accounts",
}
