"""What settlement adds to the product's screens."""

from throughline.modules.settlement.permissions import READ_PAYMENTS
from throughline.modules.settlement.ui import disputes, home, limits, matching, payments, receivables
from throughline.platform import refs
from throughline.platform.ui import homes, lookups, screens
from throughline.platform.ui.numbered import Numbered, register_numbered


def register() -> None:
    """Add the screens of settlement, and say how its documents are shown to others."""
    screens.register(
        receivables.BOARD,
        receivables.ITEMS,
        receivables.ACCOUNT,
        payments.LIST,
        payments.RECORD,
        payments.FORM,
        matching.MATCH,
        limits.LIMIT,
        disputes.FORM,
    )
    homes.register(*home.PARTS)
    lookups.register(payments.OPEN_ITEMS)
    refs.register("settlement.payment", payments.shown)
    register_numbered(
        Numbered("payments", "Payment", "settlement_payment", READ_PAYMENTS, "building-bank"),
        Numbered("payments", "Payment", "settlement_payment", READ_PAYMENTS, "building-bank", "bank_reference",
                 any_case=False, shown="number"),
    )  # fmt: skip
