"""What billing adds to the product's screens."""

from throughline.modules.billing.permissions import READ_INVOICES, READ_WAIVERS
from throughline.modules.billing.ui import (
    credits,
    earned,
    home,
    invoices,
    pdf,
    tax_rates,
    waivers,
    waiving,
    whys,
    workbench,
)
from throughline.platform import refs
from throughline.platform.ui import homes, screens, slots
from throughline.platform.ui.numbered import Numbered, register_numbered
from throughline.platform.ui.why import whys as explanations


def register() -> None:
    """Add the screens of billing, and say how its documents are shown to others."""
    screens.register(workbench.BOARD, invoices.LIST, invoices.RECORD, pdf.PDF, tax_rates.LIST, tax_rates.SET, home.ONE)
    screens.register(credits.FORM, earned.LIST, waivers.LIST, waivers.RECORD, *waiving.FORMS)
    homes.register(homes.HomePart(waivers.DECIDE, (waivers.DECIDE,), rank=41, work=waivers.waiting))
    slots.thread_flags.register(waivers.flags)
    slots.thread_documents.register(waivers.documents)
    refs.register("billing.waiver", waivers.shown)
    homes.register(*home.PARTS)
    explanations.register(whys.BILLING_DATE)
    refs.register("billing.invoice", invoices.shown)
    register_numbered(
        Numbered("invoices", "Invoice", "billing_invoice", READ_INVOICES, "file-invoice"),
        Numbered("waivers", "Waiver", "billing_waiver", READ_WAIVERS, "circle-x", prefix="WV-"),
    )
