"""What may be permitted in inventory, in plain words."""

READ = "inventory.stock.read"

LABELS = {
    READ: "See stock",
    "inventory.stock.adjust": "Adjust stock",
    "inventory.supply.change": "Announce and move expected arrivals",
    "inventory.location.change": "Set up places",
    "inventory.promise.rebalance": "Have promises fitted to stock again",
    "inventory.cost.read": "See what items cost",
}
