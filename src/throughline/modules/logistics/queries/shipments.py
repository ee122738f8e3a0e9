"""Shipments and their lines, for screens and for the modules above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """A shipment."""

    id: int
    number: str
    site_id: int
    party_id: int
    ship_to_id: int | None
    thread_id: int | None
    state: str
    carrier: str
    tracking: str
    dispatched_at: datetime
    dispatched_on: date
    delivered_at: datetime | None
    version: int


_SHIPMENT = """SELECT id, number, site_id, party_id, ship_to_id, thread_id, state, carrier, tracking, dispatched_at,
    dispatched_on, delivered_at, version FROM logistics_shipment s WHERE company_id = %s AND {}"""


def shipments(ctx: Ctx, ids: Iterable[int]) -> dict[int, ShipmentFacts]:
    """Give shipments by id."""
    found = select(ShipmentFacts, _SHIPMENT.format("id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {shipment.id: shipment for shipment in found}


def shipments_of(ctx: Ctx, thread_ids: Sequence[int]) -> list[ShipmentFacts]:
    """List the shipments that serve threads, oldest first."""
    condition = "id IN (SELECT shipment_id FROM logistics_shipment_line WHERE thread_id = ANY(%s)) ORDER BY id"
    return select(ShipmentFacts, _SHIPMENT.format(condition), [ctx.company_id, list(thread_ids)])


@dataclass(frozen=True, slots=True)
class ShipmentLineFacts:
    """A shipment line, in stock units."""

    id: int
    shipment_id: int
    demand_id: int
    ref_kind: str
    ref_id: int
    thread_id: int | None
    item_id: int
    quantity: Decimal
    accepted: Decimal
    refused: Decimal
    back: Decimal
    lost: Decimal
    issue_id: int | None


_LINE = """SELECT id, shipment_id, demand_id, ref_kind, ref_id, thread_id, item_id, quantity, quantity_accepted,
    quantity_refused, quantity_back, quantity_lost, issue_id
    FROM logistics_shipment_line WHERE company_id = %s AND {} ORDER BY id"""


def lines_of(ctx: Ctx, shipment_ids: Iterable[int]) -> list[ShipmentLineFacts]:
    """List the lines of shipments."""
    return select(ShipmentLineFacts, _LINE.format("shipment_id = ANY(%s)"), [ctx.company_id, list(shipment_ids)])


def lines_for(ctx: Ctx, ref_kind: str, ref_ids: Sequence[int]) -> list[ShipmentLineFacts]:
    """List the shipment lines that serve document lines."""
    condition = "ref_kind = %s AND ref_id = ANY(%s)"
    return select(ShipmentLineFacts, _LINE.format(condition), [ctx.company_id, ref_kind, list(ref_ids)])


def lines_by_id(ctx: Ctx, ids: Sequence[int]) -> dict[int, ShipmentLineFacts]:
    """Give shipment lines by id."""
    found = select(ShipmentLineFacts, _LINE.format("id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {line.id: line for line in found}


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of what left for a document line: accepted, or ended (back at the site, or lost)."""

    accepted: Decimal
    ended: Decimal


def arrived_of(ctx: Ctx, ref_kind: str, ref_ids: Sequence[int]) -> dict[int, Arrived]:
    """Give what was accepted of document lines and what nobody will accept any more, by line."""
    found = rows(
        """SELECT ref_id, sum(quantity_accepted), sum(quantity_back + quantity_lost) FROM logistics_shipment_line
           WHERE company_id = %s AND ref_kind = %s AND ref_id = ANY(%s) GROUP BY ref_id""",
        [ctx.company_id, ref_kind, list(ref_ids)],
    )
    return {ref_id: Arrived(accepted, ended) for ref_id, accepted, ended in found}
