"""Bringing refused goods back into stock, at the cost at which they left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.errors import NotFound
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import (
    BackPart,
    LotOut,
    PlaceFacts,
    Places,
    StockStatus,
    check_status,
    lock_waiting,
    lots_out,
    places,
    places_by_id,
    rebalance,
    take_back,
)
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.ending import (
    Ended,
    LotEnded,
    announce_ended,
    by_lot,
    chosen,
    end_billing,
    nothing_out,
    refused_out,
    with_lots,
)
from throughline.modules.logistics.events import ShipmentsBack
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.locks import LockedLine, LockedShipment
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class BackInput:
    """What of a shipment is back, by line in stock units; all that is still out of it unless said.

    It goes to the returns place of its site unless another is named, and is of the status that is told. Where several
    lots left on a line, `lots` says by line how much of which is back; one that did not leave with it is refused.
    """

    shipment_id: int
    location_id: int | None = None
    status: StockStatus = "available"
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    lots: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)


@operation("logistics.bring_back", permission="logistics.shipment.bring_back", duty=Duty.SHIPPING)
def bring_back(ctx: Ctx, *, goods: Sequence[BackInput]) -> Outcomes:
    """Take what was refused of shipments back on hand, at the cost at which it left; an outcome is a shipment.

    What is not back may go out again. What dispatch earned is taken back with it, so that nothing is billed that nobody
    took. A shipment of which nothing can come back so is refused by itself.
    """
    shipments = locks.shipments(ctx, (one.shipment_id for one in goods))
    lines = locks.lines_by_shipment(ctx, shipments)
    named = {one.location_id for one in goods if one.location_id is not None}
    known = places_by_id(ctx, named) if named else {}
    out = lots_out(ctx, [line.issue_id for own in lines.values() for line in own if line.undecided > 0])
    judged = sift(
        goods,
        partial(_judged, shipments, lines, out, known, places(ctx), set()),
        lambda one: locks.named(shipments, one.shipment_id),
    )
    states = _take_back(ctx, list(judged.sound.values())) if judged.sound else {}
    return judged.with_done(
        Outcome(n.id, n.number, "done", states[n.id], f"{n.number}: back on hand.", {}, n.id)
        for n in (one.shipment for one in judged.sound.values())
    )


@dataclass(frozen=True, slots=True)
class _Back:
    """Goods that can come back: their shipment as locked, its lines, what of which is back, and where it is put."""

    given: BackInput
    shipment: LockedShipment
    lines: Sequence[LockedLine]
    ended: Sequence[Ended]
    by_lot: Sequence[LotEnded]
    place: int

    @property
    def left(self) -> Decimal:
        """Give what is still out of what was refused."""
        back = sum((part.quantity for part in self.ended), ZERO)
        return sum((line.undecided for line in self.lines), ZERO) - back

    @property
    def state(self) -> str:
        """Give the state that the shipment comes to."""
        return S.BACK.value if self.shipment.state == S.FAILED and not self.left else self.shipment.state


def _judged(
    shipments: Mapping[int, LockedShipment],
    lines: Mapping[int, Sequence[LockedLine]],
    out: Mapping[int, Sequence[LotOut]],
    known: Mapping[int, PlaceFacts],
    special: Places,
    seen: set[int],
    one: BackInput,
) -> _Back:
    """Say what of a shipment is back, or refuse it."""
    shipment = locks.one_of(shipments, one.shipment_id)
    locks.once(shipment, seen)
    SHIPMENT.target("bring_back", S(shipment.state), label=shipment.number)
    own = lines[shipment.id]
    refused_out(shipment, own)
    ended = chosen(shipment, own, with_lots(one.quantities, one.lots), {line.id: line.undecided for line in own})
    if not ended:
        raise nothing_out(shipment)
    parts = by_lot(ended, one.lots, out)
    check_status(one.status)
    place = known.get(one.location_id) if one.location_id is not None else None
    if one.location_id is not None and (place is None or place.site_id != shipment.site_id):
        told = f"The site of {shipment.number} has no place {one.location_id}; name a bin there, or none."
        raise NotFound("place_unknown", told, field="location_id")
    seen.add(shipment.id)
    return _Back(one, shipment, own, ended, parts, place.id if place else special.at(shipment.site_id, "returns"))


def _take_back(ctx: Ctx, goods: Sequence[_Back]) -> dict[int, str]:
    """Take back what was earned, put the goods on hand, write the shipments, and tell; give their states."""
    ended = [part for one in goods for part in one.ended]
    end_billing(ctx, ended, "logistics.shipment_back")
    keys = {(one.shipment.site_id, part.line.item_id) for one in goods for part in one.ended}
    demands = lock_waiting(ctx, keys)
    parts = [
        BackPart(
            part.line.issue_id,
            quantity,
            DocumentRef("logistics.shipment", one.shipment.id),
            True,
            one.place,
            one.given.status,
            lot,
        )
        for one in goods
        for part, lot, quantity in one.by_lot
    ]
    take_back(ctx, parts)
    rebalance(ctx, keys, demands, "goods back")
    writes.update(ShipmentLine, "id", (), [(part.line.id, part.quantity) for part in ended], add=("quantity_back",))
    states = {one.shipment.id: one.state for one in goods}
    records = [(one.shipment.id, states[one.shipment.id], one.shipment.version + 1) for one in goods]
    writes.update(Shipment, "id", ("state", "version"), records)
    numbers = [one.shipment.id for one in goods]
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    marks = [(number, ctx.now, "back", "") for number in numbers]
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), marks, constants)
    whole = [one.shipment.id for one in goods if not one.left]
    if whole:
        clear_exceptions(ctx, "delivery_refused", "logistics.shipment", whole, "brought back")
    announce_ended(ctx, ShipmentsBack, numbers, ended)
    ctx.running().touched("logistics.shipment", *numbers)
    return states
