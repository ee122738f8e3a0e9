"""What may be permitted in parties, in plain words."""

READ = "parties.customer.read"

LABELS = {
    READ: "See customers",
    "parties.customer.change": "Enter and change customers",
    "parties.customer.block": "Block customers, and lift the block",
    "parties.address.change": "Change addresses",
    "parties.supplier.change": "Enter and change suppliers",
    "parties.carrier.change": "Change the services of carriers",
    "parties.terms.change": "Change payment terms",
}
