"""What billing adds to the product's screens."""

from throughline.modules.billing.ui import invoices, pdf, workbench
from throughline.platform import refs
from throughline.platform.ui import screens, search


def register() -> None:
    """Add the screens of billing, and say how its documents are shown to others."""
    screens.register(workbench.BOARD, invoices.LIST, invoices.RECORD, pdf.PDF)
    refs.register("billing.invoice", invoices.shown)
    search.register(invoices.search_invoices)
