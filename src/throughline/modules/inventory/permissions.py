"""What may be permitted in inventory, in plain words."""

READ = "inventory.stock.read"
READ_ADJUSTMENTS = "inventory.adjustment.read"

LABELS = {
    READ: "See stock",
    READ_ADJUSTMENTS: "See adjustments and what they are worth",
    "inventory.stock.adjust": "Adjust stock",
    "inventory.stock.count": "Count stock",
    "inventory.stock.status": "Change the status of goods: block them, set them apart, let them go",
    "inventory.stock.move": "Put away and move stock within a site",
    "inventory.adjustment.decide": "Approve or refuse adjustments of others",
    "inventory.supply.change": "Announce and move expected arrivals",
    "inventory.location.change": "Set up places",
    "inventory.promise.rebalance": "Have promises fitted to stock again",
    "inventory.cost.read": "See what items cost",
}
