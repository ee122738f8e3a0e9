"""What settlement adds to the product's screens."""

from throughline.modules.settlement.ui import disputes, home, limits, matching, payments, receivables
from throughline.platform import refs
from throughline.platform.ui import homes, lookups, screens, search


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
    search.register(payments.search_payments)
