"""Another trip for goods that were refused or could not be delivered: no second goods issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.errors import InvalidInput, check_length
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.ending import refused_out
from throughline.modules.logistics.acts.late import no_longer_late
from throughline.modules.logistics.events import ShipmentsSentAgain
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.locks import LockedLine, LockedShipment
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class RedeliveryInput:
    """Another trip of a shipment: the new reference of the carrier, and the carrier where another takes it."""

    shipment_id: int
    tracking: str
    carrier: str = ""


@operation("logistics.redeliver", permission="logistics.shipment.dispatch", duty=Duty.SHIPPING)
def redeliver(ctx: Ctx, *, redeliveries: Sequence[RedeliveryInput]) -> Outcomes:
    """Send what was refused of shipments out again under new carrier references; an outcome is a shipment.

    All of it that is still out: what shall not go again is brought back or recorded as lost before. What was accepted
    on an earlier trip stays accepted, and the next proof is of the rest. One that cannot go is refused by itself.
    """
    shipments = locks.shipments(ctx, (one.shipment_id for one in redeliveries))
    lines = locks.lines_by_shipment(ctx, shipments)
    judged = sift(
        redeliveries, partial(_judged, shipments, lines, set()), lambda one: locks.named(shipments, one.shipment_id)
    )
    if judged.sound:
        _send_again(ctx, list(judged.sound.values()))
    return judged.with_done(
        Outcome(n.id, n.number, "done", one.state.value, f"{n.number} is under way again.", {}, n.id)
        for one in judged.sound.values()
        for n in (one.shipment,)
    )


@dataclass(frozen=True, slots=True)
class _Again:
    """A shipment that can go again: as locked, its lines, and the state it comes to."""

    given: RedeliveryInput
    shipment: LockedShipment
    lines: Sequence[LockedLine]
    state: S


def _judged(
    shipments: Mapping[int, LockedShipment],
    lines: Mapping[int, Sequence[LockedLine]],
    seen: set[int],
    one: RedeliveryInput,
) -> _Again:
    """Say what goes again, or refuse it."""
    shipment = locks.one_of(shipments, one.shipment_id)
    locks.once(shipment, seen)
    if not one.tracking.strip():
        raise InvalidInput("tracking_missing", "Name the new reference of the carrier.", field="tracking")
    check_length("tracking", one.tracking, 60)
    check_length("carrier", one.carrier, 60)
    state = SHIPMENT.target("redeliver", S(shipment.state), label=shipment.number)
    refused_out(shipment, lines[shipment.id])
    seen.add(shipment.id)
    return _Again(one, shipment, lines[shipment.id], S(state))


def _send_again(ctx: Ctx, going: Sequence[_Again]) -> None:
    """Write shipments that go again, and tell."""
    again = [line for one in going for line in one.lines if line.undecided > 0]
    writes.update(ShipmentLine, "id", ("quantity_refused",), [(line.id, line.ended) for line in again])
    records = [(one.shipment.id, one.state.value, one.given.tracking, one.shipment.version + 1) for one in going]
    writes.update(Shipment, "id", ("state", "tracking", "version"), records)
    untouched = [one.shipment.id for one in going if not any(line.accepted for line in one.lines)]
    writes.update(Shipment, "id", ("delivered_at",), [(number, None) for number in untouched])
    other = [(one.shipment.id, one.given.carrier) for one in going if one.given.carrier]
    writes.update(Shipment, "id", ("carrier",), other)
    numbers = [one.shipment.id for one in going]
    marks = [(one.shipment.id, ctx.now, "redispatched", one.given.tracking) for one in going]
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), marks, constants)
    no_longer_late(ctx, numbers, "sent again")
    clear_exceptions(ctx, "delivery_refused", "logistics.shipment", numbers, "sent again")
    for kind in sorted({line.ref_kind for line in again}):
        for chunk in chunks(sorted({line.ref_id for line in again if line.ref_kind == kind})):
            announce(ctx, ShipmentsSentAgain(tuple(sorted(numbers)[:500]), kind, chunk))
    ctx.running().touched("logistics.shipment", *numbers)
