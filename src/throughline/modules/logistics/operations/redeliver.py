"""Another trip for goods that were refused or could not be delivered: no second goods issue."""

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.errors import InvalidInput
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.ending import refused_out
from throughline.modules.logistics.acts.late import no_longer_late
from throughline.modules.logistics.events import ShipmentsSentAgain
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, operation


@operation("logistics.redeliver", permission="logistics.shipment.dispatch", duty=Duty.SHIPPING)
def redeliver(ctx: Ctx, *, shipment_id: int, tracking: str, carrier: str = "") -> int:
    """Send what was refused of a shipment out again under a new carrier reference; give the shipment.

    All of it that is still out: what shall not go again is brought back or recorded as lost before. What was accepted
    on an earlier trip stays accepted, and the next proof is of the rest.
    """
    if not tracking.strip():
        raise InvalidInput("tracking_missing", "Name the new reference of the carrier.", field="tracking")
    shipment = locks.one_of(locks.shipments(ctx, [shipment_id]), shipment_id)
    target = SHIPMENT.target("redeliver", S(shipment.state), label=shipment.number)
    lines = locks.lines_of(ctx, [shipment_id])
    again = refused_out(shipment, lines)
    writes.update(ShipmentLine, "id", ("quantity_refused",), [(line.id, line.ended) for line in again])
    writes.update(
        Shipment, "id", ("state", "tracking", "version"), [(shipment_id, target.value, tracking, shipment.version + 1)]
    )
    if not any(line.accepted for line in lines):
        writes.update(Shipment, "id", ("delivered_at",), [(shipment_id, None)])
    if carrier:
        writes.update(Shipment, "id", ("carrier",), [(shipment_id, carrier)])
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(
        Milestone, ("shipment_id", "at", "kind", "note"), [(shipment_id, ctx.now, "redispatched", tracking)], constants
    )
    no_longer_late(ctx, [shipment_id], "sent again")
    clear_exceptions(ctx, "delivery_refused", "logistics.shipment", [shipment_id], "sent again")
    for kind in sorted({line.ref_kind for line in again}):
        for chunk in chunks(sorted({line.ref_id for line in again if line.ref_kind == kind})):
            announce(ctx, ShipmentsSentAgain((shipment_id,), kind, chunk))
    ctx.running().touched("logistics.shipment", shipment_id)
    return shipment_id
