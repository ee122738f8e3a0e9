"""What the warehouse lets people do, in plain words."""

READ_RELEASE = "warehouse.release.read"
READ_TASKS = "warehouse.task.read"
READ_RECEIPTS = "warehouse.receipt.read"
READ_COSTS = "warehouse.receipt.read_cost"
CHOOSE = "warehouse.release.choose"
SHORTER = "warehouse.pick.shorter"

LABELS = {
    READ_RELEASE: "See what waits to be released",
    READ_TASKS: "See picking, packing and put-backs",
    READ_RECEIPTS: "See receipts",
    READ_COSTS: "See what received goods cost",
    "warehouse.release": "Release orders to the floor",
    CHOOSE: "Release by another method than the policy says",
    "warehouse.wave.plan": "Plan waves, and give them up",
    "warehouse.wave.release": "Release planned waves",
    "warehouse.pick": "Confirm picks and put-backs",
    SHORTER: "Let a lot go that keeps shorter than the customer asks, where policy allows it",
    "warehouse.pack": "Pack goods into handling units, and unpack them",
    "warehouse.count": "Count bins",
    "warehouse.receive": "Receive goods",
}
