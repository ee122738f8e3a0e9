"""Writing the quantity ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.modules.inventory.models import Move
from throughline.platform.database import writes
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class NewMove:
    """Goods going from one place to another; `source` is the kind and id of the document behind it."""

    item_id: int
    quantity: Decimal
    from_location_id: int
    to_location_id: int
    source: tuple[str, int]
    lot_id: int | None = None
    from_status: str = "available"
    to_status: str = "available"
    case_id: int | None = None
    demand_id: int | None = None
    thread_id: int | None = None


_COLUMNS = (
    "item_id",
    "quantity",
    "from_location_id",
    "to_location_id",
    "lot_id",
    "from_status",
    "to_status",
    "case_id",
    "demand_id",
    "thread_id",
    "source_kind",
    "source_id",
)


def write_moves(ctx: Ctx, kind: str, moves: Sequence[NewMove]) -> None:
    """Append moves of a kind: receipt, pick, put_back, issue, delivery, back, adjustment, transfer, putaway."""
    records = [
        (
            move.item_id,
            move.quantity,
            move.from_location_id,
            move.to_location_id,
            move.lot_id,
            move.from_status,
            move.to_status,
            move.case_id,
            move.demand_id,
            move.thread_id,
            *move.source,
        )
        for move in moves
    ]
    constants = {
        "company_id": ctx.company_id,
        "kind": kind,
        "on_date": ctx.today,
        "at": ctx.now,
        "operation_id": ctx.operation_id,
    }
    writes.append(Move, _COLUMNS, records, constants)
