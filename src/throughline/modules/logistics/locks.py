"""Locking rows of logistics: shipments before their lines, by key."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.kernel.errors import InvalidInput, NotFound
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LockedShipment:
    """A shipment as locked."""

    id: int
    number: str
    site_id: int
    party_id: int
    thread_id: int | None
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class LockedLine:
    """A shipment line; it changes only while its shipment is locked."""

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
    reason: str
    accepted_at: datetime | None
    issue_id: int
    defers_cost: bool

    @property
    def undecided(self) -> Decimal:
        """What was refused and is neither back nor lost."""
        return self.refused - self.back - self.lost

    @property
    def out(self) -> Decimal:
        """What nobody has accepted yet and somebody still may."""
        return self.quantity - self.accepted - self.ended

    @property
    def ended(self) -> Decimal:
        """What nobody can accept any more: it is back, or lost."""
        return self.back + self.lost


def shipments(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedShipment]:
    """Lock shipments by id; one that is not there is not among them."""
    return _locked(ctx, "id = ANY(%s)", ids)


def shipments_of_lines(ctx: Ctx, line_ids: Iterable[int]) -> dict[int, LockedShipment]:
    """Lock the shipments that lines stand on."""
    on = "id IN (SELECT shipment_id FROM logistics_shipment_line WHERE id = ANY(%s))"
    return _locked(ctx, on, line_ids)


def _locked(ctx: Ctx, condition: str, ids: Iterable[int]) -> dict[int, LockedShipment]:
    found = select(
        LockedShipment,
        f"""SELECT id, number, site_id, party_id, thread_id, state, version FROM logistics_shipment
           WHERE company_id = %s AND {condition} ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, sorted(set(ids))],
    )
    return {shipment.id: shipment for shipment in found}


def one_of(shipments: Mapping[int, LockedShipment], number: int) -> LockedShipment:
    """Give a shipment of those that were locked, or refuse what is not there."""
    if number not in shipments:
        told = f"There is no shipment {number} in this company."
        raise NotFound("shipment_unknown", told, field="shipment_id", shipment=number)
    return shipments[number]


def once(shipment: LockedShipment, seen: Container[int]) -> None:
    """Refuse a shipment that an earlier row of the set is about."""
    if shipment.id in seen:
        told = f"{shipment.number} stands twice in the set; say all of it in one row."
        raise InvalidInput("shipment_twice", told, field="shipment_id", shipment=shipment.id)


def named(shipments: Mapping[int, LockedShipment], number: int) -> tuple[int, str]:
    """Give a shipment and the label under which an outcome tells of it, also where it is not there."""
    return number, shipments[number].number if number in shipments else f"shipment {number}"


def lines_by_shipment(ctx: Ctx, shipment_ids: Iterable[int]) -> dict[int, list[LockedLine]]:
    """Give the lines of locked shipments, by shipment."""
    found: dict[int, list[LockedLine]] = {number: [] for number in shipment_ids}
    for line in lines_of(ctx, found):
        found[line.shipment_id].append(line)
    return found


def lines_of(ctx: Ctx, shipment_ids: Iterable[int]) -> list[LockedLine]:
    """Give the lines of locked shipments."""
    return select(
        LockedLine,
        """SELECT id, shipment_id, demand_id, ref_kind, ref_id, thread_id, item_id, quantity, quantity_accepted,
                  quantity_refused, quantity_back, quantity_lost, refused_reason, accepted_at, issue_id, defers_cost
           FROM logistics_shipment_line WHERE company_id = %s AND shipment_id = ANY(%s) ORDER BY id""",
        [ctx.company_id, sorted(set(shipment_ids))],
    )


@dataclass(frozen=True, slots=True)
class LockedLoss:
    """A loss as locked."""

    id: int
    shipment_id: int
    line_id: int
    thread_id: int | None
    state: str
    cost: Decimal
    claimed_from: str


def losses(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedLoss]:
    """Lock losses by id; one that is not there is not among them."""
    found = select(
        LockedLoss,
        """SELECT id, shipment_id, line_id, thread_id, state, cost, claimed_from FROM logistics_loss
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, sorted(set(ids))],
    )
    return {loss.id: loss for loss in found}
