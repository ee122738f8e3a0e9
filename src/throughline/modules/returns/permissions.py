"""What returns let people do, in plain words."""

READ = "returns.return.read"
READ_COSTS = "returns.return.read_cost"

LABELS = {
    READ: "See returns",
    READ_COSTS: "See at what cost goods came back",
    "returns.receive": "Take goods back against a delivery",
    "returns.approve_unreferenced": "Take goods back that no delivery shows",
}
