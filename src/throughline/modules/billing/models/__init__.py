"""Tables of billing."""

from throughline.modules.billing.models.billable import BillableEvent, BillableLine
from throughline.modules.billing.models.invoice import Invoice, InvoiceLine, InvoiceTax, TaxRate

__all__ = ["BillableEvent", "BillableLine", "Invoice", "InvoiceLine", "InvoiceTax", "TaxRate"]
