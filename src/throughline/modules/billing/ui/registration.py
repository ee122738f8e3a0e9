"""What billing adds to the product's screens."""

from throughline.modules.billing.ui import credits, home, invoices, pdf, tax_rates, whys, workbench
from throughline.platform import refs
from throughline.platform.ui import homes, screens, search
from throughline.platform.ui.why import whys as explanations


def register() -> None:
    """Add the screens of billing, and say how its documents are shown to others."""
    screens.register(workbench.BOARD, invoices.LIST, invoices.RECORD, pdf.PDF, tax_rates.LIST, tax_rates.SET, home.ONE)
    screens.register(credits.FORM)
    homes.register(*home.PARTS)
    explanations.register(whys.BILLING_DATE)
    refs.register("billing.invoice", invoices.shown)
    search.register(invoices.search_invoices)
