"""Locking rows of logistics: shipments before their lines, by key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.kernel.errors import NotFound
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
    """Lock shipments by id."""
    wanted = sorted(set(ids))
    found = select(
        LockedShipment,
        """SELECT id, number, site_id, party_id, thread_id, state, version FROM logistics_shipment
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, wanted],
    )
    if len(found) != len(wanted):
        raise NotFound("shipment_unknown", "Some of the shipments are not there.", shipments=wanted)
    return {shipment.id: shipment for shipment in found}


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
    """Lock losses by id."""
    wanted = sorted(set(ids))
    found = select(
        LockedLoss,
        """SELECT id, shipment_id, line_id, thread_id, state, cost, claimed_from FROM logistics_loss
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, wanted],
    )
    if len(found) != len(wanted):
        raise NotFound("loss_unknown", "Some of the losses are not there.", losses=wanted)
    return {loss.id: loss for loss in found}
