"""What arrives of a transfer, or is written off for good, under the lock of the transfer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import NewException, clear_exceptions, raise_exceptions
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import Arrived, arrive, lock_waiting, places, rebalance
from throughline.modules.transfers import locks
from throughline.modules.transfers.events import TransferReceived
from throughline.modules.transfers.models import Transfer, TransferLine
from throughline.modules.warehouse.public import serve_at_dock, waiting_at_dock
from throughline.platform.database import writes
from throughline.platform.events import announce
from throughline.platform.operations import Ctx

KIND = "transfers.transfer"


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """What arrived of a line, and what of it is missing for good after investigation."""

    line_id: int
    quantity: Decimal
    missing: Decimal = ZERO
    location_id: int | None = None


def take_in(ctx: Ctx, transfer: locks.LockedTransfer, lines: Sequence[ArrivedLine]) -> None:
    """Put on hand what arrived, write off what is missing, and close the transfer where all is accounted for."""
    known = {line.id: line for line in transfer.lines}
    keys = {(transfer.to_site_id, known[line.line_id].item_id) for line in lines}
    due = waiting_at_dock(ctx, keys)
    demands = lock_waiting(ctx, keys)
    dock = places(ctx).at(transfer.to_site_id, "dock")
    arrived = [
        Arrived(
            line.line_id,
            known[line.line_id].item_id,
            known[line.line_id].lot_id,
            transfer.to_site_id,
            line.location_id or dock,
            line.quantity,
            line.missing,
            known[line.line_id].status,
        )
        for line in lines
    ]
    arrive(ctx, arrived, DocumentRef(KIND, transfer.id))
    rebalance(ctx, keys, demands, "transfer arrived")
    serve_at_dock(ctx, due, [transfer.to_site_id])
    records = [(line.line_id, line.quantity, line.missing) for line in lines]
    writes.update(TransferLine, "id", (), records, add=("quantity_arrived", "quantity_missing"))
    done = {line.line_id: line.quantity + line.missing for line in lines}
    rest = sum((line.under_way - done.get(line.id, ZERO) for line in transfer.lines), ZERO)
    if not rest:
        writes.update(Transfer, "id", ("state", "arrived_at"), [(transfer.id, "arrived", ctx.now)])
        clear_exceptions(ctx, "transfer_short", KIND, [transfer.id], "All of it is accounted for")
    else:
        tell_short(ctx, transfer, rest)
    announce(ctx, TransferReceived(transfer.id, transfer.to_site_id, not rest))
    ctx.running().touched(KIND, transfer.id)


def tell_short(ctx: Ctx, transfer: locks.LockedTransfer, missing: Decimal) -> None:
    """Tell a person that something did not arrive."""
    title = f"{transfer.number}: {trimmed(missing)} did not arrive"
    proposals = [{"operation": "transfers.receive_transfer", "label": "Take in or write off"}]
    facts = {"missing": str(missing)}
    told = NewException(
        "transfer_short", "stock", KIND, transfer.id, title, None, facts, proposals, site_id=transfer.to_site_id
    )
    raise_exceptions(ctx, [told])
