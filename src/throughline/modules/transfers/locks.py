"""Locking transfers; their lines change only while the transfer is locked."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LockedLine:
    """A line of a locked transfer."""

    id: int
    item_id: int
    lot_id: int | None
    quantity: Decimal
    arrived: Decimal
    missing: Decimal

    @property
    def under_way(self) -> Decimal:
        """What has neither arrived nor been written off."""
        return self.quantity - self.arrived - self.missing


@dataclass(frozen=True, slots=True)
class LockedTransfer:
    """A transfer as locked, with its lines."""

    id: int
    number: str
    state: str
    to_site_id: int
    lines: tuple[LockedLine, ...]


def transfer(ctx: Ctx, number: int) -> LockedTransfer:
    """Lock a transfer and read its lines."""
    found = rows(
        """SELECT id, number, state, to_site_id FROM transfers_transfer WHERE company_id = %s AND id = %s
           FOR NO KEY UPDATE""",
        [ctx.company_id, number],
    )
    if not found:
        raise NotFound("transfer_unknown", f"There is no transfer {number}.", transfer=number)
    lines = select(
        LockedLine,
        """SELECT id, item_id, lot_id, quantity, quantity_arrived, quantity_missing FROM transfers_transfer_line
           WHERE company_id = %s AND transfer_id = %s ORDER BY id""",
        [ctx.company_id, number],
    )
    ((identity, label, state, to_site_id),) = found
    return LockedTransfer(identity, label, state, to_site_id, tuple(lines))
