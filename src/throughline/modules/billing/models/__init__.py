"""Tables of billing."""

from throughline.modules.billing.models.billable import BillableEvent, BillableLine
from throughline.modules.billing.models.invoice import Invoice, InvoiceLine, InvoiceTax, TaxRate
from throughline.modules.billing.models.waiver import Waiver, WaiverEvent

__all__ = ["BillableEvent", "BillableLine", "Invoice", "InvoiceLine", "InvoiceTax", "TaxRate", "Waiver", "WaiverEvent"]
