"""Returns and their lines, read for screens and for the modules above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """A return."""

    id: int
    number: str
    thread_id: int | None
    party_id: int
    site_id: int
    reason: str
    on_date: date


_RETURN = """SELECT id, number, thread_id, party_id, site_id, reason, on_date FROM returns_return
    WHERE company_id = %s AND {}"""


def returns(ctx: Ctx, ids: Iterable[int]) -> dict[int, ReturnFacts]:
    """Give returns by id."""
    found = select(ReturnFacts, _RETURN.format("id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {one.id: one for one in found}


@dataclass(frozen=True, slots=True)
class ReturnLineFacts:
    """A line of a return, in stock units."""

    id: int
    return_id: int
    shipment_line_id: int | None
    thread_id: int | None
    item_id: int
    quantity: Decimal
    status: str
    value: Decimal | None
    unit_price: Decimal | None
    lot_id: int | None


def lines_of(ctx: Ctx, return_ids: Iterable[int]) -> list[ReturnLineFacts]:
    """List the lines of returns."""
    return select(
        ReturnLineFacts,
        """SELECT id, return_id, shipment_line_id, thread_id, item_id, quantity, status, value, unit_price, lot_id
           FROM returns_return_line WHERE company_id = %s AND return_id = ANY(%s) ORDER BY id""",
        [ctx.company_id, list(return_ids)],
    )
