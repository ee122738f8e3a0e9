"""Locking transfers; their lines change only while the transfer is locked."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LockedLine:
    """A line of a locked transfer."""

    id: int
    item_id: int
    lot_id: int | None
    status: str
    quantity: Decimal
    arrived: Decimal
    missing: Decimal
    value: Decimal

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
        """SELECT id, item_id, lot_id, status, quantity, quantity_arrived, quantity_missing, value
           FROM transfers_transfer_line WHERE company_id = %s AND transfer_id = %s ORDER BY id""",
        [ctx.company_id, number],
    )
    ((identity, label, state, to_site_id),) = found
    return LockedTransfer(identity, label, state, to_site_id, tuple(lines))


@dataclass(frozen=True, slots=True)
class WaitingWriteOff:
    """What waits to be written off of a locked transfer, by line; it changes only while the transfer is locked."""

    id: int
    asked_by: int
    lines: dict[str, Any]


def waiting_write_off(ctx: Ctx, transfer_id: int) -> WaitingWriteOff | None:
    """Give what waits to be written off of a locked transfer."""
    found = select(
        WaitingWriteOff,
        """SELECT id, asked_by, lines FROM transfers_write_off
           WHERE company_id = %s AND transfer_id = %s AND state = 'waiting'""",
        [ctx.company_id, transfer_id],
    )
    return found[0] if found else None


def transfer_of(ctx: Ctx, write_off: int) -> int | None:
    """Give the transfer that a write-off is of, which never changes."""
    found = rows(
        "SELECT transfer_id FROM transfers_write_off WHERE company_id = %s AND id = %s", [ctx.company_id, write_off]
    )
    return found[0][0] if found else None
