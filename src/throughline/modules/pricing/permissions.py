"""What may be permitted in pricing, in plain words."""

READ = "pricing.price.read"

LABELS = {
    READ: "See prices and contracts",
    "pricing.price.change": "Change prices and contracts",
}
