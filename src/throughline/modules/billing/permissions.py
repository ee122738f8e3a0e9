"""What billing lets people do, in plain words."""

READ_INVOICES = "billing.invoice.read"
READ_EVENTS = "billing.event.read"
READ_RATES = "billing.rate.read"
READ_WAIVERS = "billing.waiver.read"

LABELS = {
    READ_INVOICES: "See invoices and credit notes",
    READ_EVENTS: "See what is earned and not billed",
    READ_RATES: "See rates of tax",
    "billing.run": "Bill what is earned",
    "billing.credit.approve": "Approve credits that no delivery explains",
    READ_WAIVERS: "See what is never billed, and why",
    "billing.event.waive": "Ask that what is earned is never billed",
    "billing.waiver.decide": "Approve or decline that something is never billed",
    "billing.tax.change": "Change rates of tax",
}
