"""What may be permitted in pricing, in plain words."""

READ = "pricing.price.read"
CHANGE = "pricing.price.change"

LABELS = {
    READ: "See prices and contracts",
    CHANGE: "Change prices and contracts",
}
