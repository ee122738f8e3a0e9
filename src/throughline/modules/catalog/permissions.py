"""What may be permitted in the catalog, in plain words."""

READ = "catalog.item.read"

LABELS = {
    READ: "See items",
    "catalog.item.change": "Enter and change items",
    "catalog.family.change": "Change families",
}
