"""What follows when a person decides on holds."""

from throughline.governance.public import HoldsDecided
from throughline.modules.sales.public import confirm_orders
from throughline.platform.events import on
from throughline.platform.operations import Ctx, Versioned

ORDER = "sales.order"


@on(HoldsDecided, "control.holds_decided")
def holds_decided(ctx: Ctx, event: HoldsDecided) -> None:
    """A hold on a quote was released: it is judged again, and becomes an order if nothing else stops it."""
    if event.released and event.subject_kind == ORDER and event.stage == "confirm":
        confirm_orders(ctx, orders=[Versioned(number) for number in event.subject_ids])
