"""The arrival of goods from another site of the company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty, NewException, clear_exceptions, raise_exceptions
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import plain
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import Arrived, arrive, lock_waiting, places, rebalance
from throughline.modules.transfers import locks
from throughline.modules.transfers.events import TransferReceived
from throughline.modules.transfers.models import Transfer, TransferLine
from throughline.modules.warehouse.public import serve_at_dock, waiting_at_dock
from throughline.platform.database import writes
from throughline.platform.events import announce
from throughline.platform.operations import Ctx, operation

KIND = "transfers.transfer"


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """What arrived of a line, and what of it is missing for good after investigation."""

    line_id: int
    quantity: Decimal
    missing: Decimal = ZERO
    location_id: int | None = None


@operation("transfers.receive_transfer", permission="transfers.receive", duty=Duty.RECEIVING)
def receive_transfer(ctx: Ctx, *, transfer_id: int, lines: Sequence[ArrivedLine]) -> int:
    """Take goods in from another site at the cost at which they left.

    What is missing stays in transit until it is written off, and a person is told.
    """
    transfer = locks.transfer(ctx, transfer_id)
    if transfer.state != "in_transit":
        raise RuleViolation("wrong_state", f"{transfer.number} has arrived already.", transfer=transfer_id)
    known = {line.id: line for line in transfer.lines}
    _check(lines, known)
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
        )
        for line in lines
    ]
    arrive(ctx, arrived, DocumentRef(KIND, transfer_id))
    rebalance(ctx, keys, demands, "transfer arrived")
    serve_at_dock(ctx, due, [transfer.to_site_id])
    records = [(line.line_id, line.quantity, line.missing) for line in lines]
    writes.update(TransferLine, "id", (), records, add=("quantity_arrived", "quantity_missing"))
    done = {line.line_id: line.quantity + line.missing for line in lines}
    missing = sum((line.under_way - done.get(line.id, ZERO) for line in transfer.lines), ZERO)
    if not missing:
        writes.update(Transfer, "id", ("state", "arrived_at"), [(transfer_id, "arrived", ctx.now)])
        clear_exceptions(ctx, "transfer_short", KIND, [transfer_id], "All of it is accounted for")
    else:
        _tell(ctx, transfer, missing)
    announce(ctx, TransferReceived(transfer_id, transfer.to_site_id, not missing))
    ctx.running().touched("transfers.transfer", transfer_id)
    return transfer_id


def _tell(ctx: Ctx, transfer: locks.LockedTransfer, missing: Decimal) -> None:
    title = f"{transfer.number}: {plain(missing)} did not arrive"
    proposals = [{"operation": "transfers.receive_transfer", "label": "Take in or write off"}]
    facts = {"missing": str(missing)}
    told = NewException("transfer_short", "stock", KIND, transfer.id, title, None, facts, proposals,
                        site_id=transfer.to_site_id)  # fmt: skip
    raise_exceptions(ctx, [told])


def _check(lines: Sequence[ArrivedLine], known: Mapping[int, locks.LockedLine]) -> None:
    if not lines or len({line.line_id for line in lines}) < len(lines):
        raise InvalidInput("lines_wrong", "Name each line once, and at least one.", field="lines")
    for line in lines:
        if line.line_id not in known:
            raise InvalidInput("line_unknown", "Some of the lines are not on this transfer.", field="line_id")
        under_way = known[line.line_id].under_way
        if line.quantity < 0 or line.missing < 0 or not 0 < line.quantity + line.missing <= under_way:
            raise InvalidInput(
                "quantity_not_in_transit", f"{plain(under_way)} is on its way on this line.", field="quantity"
            )
