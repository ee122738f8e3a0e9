"""What settlement lets people do, in plain words."""

READ_ITEMS = "settlement.open_item.read"
READ_PAYMENTS = "settlement.payment.read"

LABELS = {
    READ_ITEMS: "See what customers owe",
    READ_PAYMENTS: "See payments",
    "settlement.payment.register": "Register payments",
    "settlement.item.match": "Match payments and credit notes with invoices",
    "settlement.credit.change": "Change credit limits",
    "settlement.balance.open": "Open and take back what customers owed before",
    "settlement.credit.recheck": "Have credit holds looked at again",
    "settlement.item.dispute": "Record and end disputes",
}
