"""What may be permitted in parties, in plain words."""

READ = "parties.customer.read"
READ_SUPPLIERS = "parties.supplier.read"

LABELS = {
    READ: "See customers",
    "parties.customer.change": "Enter and change customers",
    "parties.customer.block": "Block customers, and lift the block",
    "parties.address.change": "Change addresses",
    READ_SUPPLIERS: "See suppliers",
    "parties.supplier.change": "Enter and change suppliers",
    "parties.carrier.change": "Change the services of carriers",
    "parties.terms.change": "Change payment terms",
}
