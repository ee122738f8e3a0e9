"""What documents brought into stock and its books, and which items have any: for doors that reconcile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

STATUSES = ("available", "quality", "quarantine", "damaged", "blocked")


def statuses() -> tuple[str, ...]:
    """Give the statuses that stock may have."""
    return STATUSES


def booked(ctx: Ctx, source_kind: str, ids: Iterable[int], items: Iterable[int]) -> tuple[Decimal, Decimal, int]:
    """Sum quantity and value that documents brought into the pools of items, and count the entries."""
    ((quantity, value, count),) = rows(
        """SELECT coalesce(sum(e.quantity), 0), coalesce(sum(e.value), 0), count(*)
           FROM inventory_value_pool p JOIN inventory_value_entry e ON e.pool_id = p.id AND e.company_id = p.company_id
           WHERE p.company_id = %s AND p.item_id = ANY(%s) AND e.source_kind = %s AND e.source_id = ANY(%s)""",
        [ctx.company_id, list(set(items)), source_kind, list(set(ids))],
    )
    return quantity, value, int(count)


def items_in_stock(ctx: Ctx, items: Iterable[int]) -> set[int]:
    """Give those of some items that are on hand anywhere."""
    found = rows(
        """SELECT DISTINCT item_id FROM inventory_balance
           WHERE company_id = %s AND item_id = ANY(%s) AND on_hand <> 0""",
        [ctx.company_id, list(set(items))],
    )
    return {number for (number,) in found}


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot of an item, and when it expires."""

    id: int
    item_id: int
    code: str
    expires_on: date | None


def lots_of(ctx: Ctx, items: Iterable[int]) -> dict[int, LotFacts]:
    """Give the lots of items by id."""
    found = select(
        LotFacts,
        "SELECT id, item_id, code, expires_on FROM inventory_lot WHERE company_id = %s AND item_id = ANY(%s)",
        [ctx.company_id, sorted(set(items))],
    )
    return {lot.id: lot for lot in found}


def lots_named(ctx: Ctx, items: Iterable[int]) -> dict[tuple[int, str], int]:
    """Give the lots of items by item and code."""
    found = rows(
        "SELECT item_id, code, id FROM inventory_lot WHERE company_id = %s AND item_id = ANY(%s)",
        [ctx.company_id, list(set(items))],
    )
    return {(item, code): number for item, code, number in found}
