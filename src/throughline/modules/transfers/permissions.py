"""What may be permitted in transfers, in plain words."""

READ = "transfers.transfer.read"

LABELS = {
    READ: "See transfers between sites",
    "transfers.send": "Send goods to another site",
    "transfers.receive": "Take in goods from another site, and write off what is missing",
    "transfers.write_off.decide": "Decide what others asked to write off of transfers",
}
