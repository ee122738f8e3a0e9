"""Giving soft claims back: when they turn into allocations, when a demand shrinks, when stock is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.modules.inventory.domain.promising import Piece
from throughline.modules.inventory.models import Promise
from throughline.platform.database import writes
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx

#: Which promises are used first when goods are allocated, and which are given up first when a demand shrinks.
USE_FIRST = ("stock", "supply", "none")
GIVE_UP_FIRST = ("none", "supply", "stock")


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as it stands."""

    id: int
    demand_id: int
    source: str
    supply_id: int | None
    quantity: Decimal


def promises_of(ctx: Ctx, demand_ids: Iterable[int]) -> list[PromiseRow]:
    """Give the promises of locked demands, which change with their demand only."""
    return select(
        PromiseRow,
        """SELECT id, demand_id, source, supply_id, quantity FROM inventory_promise
           WHERE company_id = %s AND demand_id = ANY(%s)""",
        [ctx.company_id, list(demand_ids)],
    )


def shrink_promises(
    found: Iterable[PromiseRow], by_demand: Mapping[int, Decimal], order: tuple[str, ...]
) -> list[tuple[int, Piece]]:
    """Take quantities off the promises of locked demands, in an order of sources, and say what was taken.

    The caller brings positions and pegs up to date by what was taken.
    """
    wanted = {number: quantity for number, quantity in by_demand.items() if quantity > 0}
    taken, emptied, reduced = [], [], []
    for row in sorted(found, key=lambda r: (r.demand_id, order.index(r.source), r.id)):
        take = min(wanted.get(row.demand_id, ZERO), row.quantity)
        if take <= 0:
            continue
        wanted[row.demand_id] -= take
        taken.append((row.demand_id, Piece(row.source, take, None, row.supply_id)))
        if take == row.quantity:
            emptied.append(row.id)
        else:
            reduced.append((row.id, row.quantity - take))
    assert not any(wanted.values()), "promises cover exactly what is open of a demand"
    writes.delete(Promise, emptied)
    writes.update(Promise, "id", ("quantity",), reduced)
    return taken


def from_stock(found: Iterable[PromiseRow]) -> dict[int, Decimal]:
    """Sum what demands are promised from their site's stock."""
    sums: dict[int, Decimal] = {}
    for row in found:
        if row.source == "stock":
            sums[row.demand_id] = sums.get(row.demand_id, ZERO) + row.quantity
    return sums


def stock_taken(taken: list[tuple[int, Piece]]) -> dict[int, Decimal]:
    """Sum what was taken from promises on stock, by demand."""
    sums: dict[int, Decimal] = {}
    for number, piece in taken:
        if piece.source == "stock":
            sums[number] = sums.get(number, ZERO) + piece.quantity
    return sums
