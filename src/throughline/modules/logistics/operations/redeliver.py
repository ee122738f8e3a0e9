"""A second try for goods that were refused or could not be delivered: no second goods issue."""

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.errors import InvalidInput
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.late import no_longer_late
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation


@operation("logistics.redeliver", permission="logistics.shipment.dispatch", duty=Duty.SHIPPING)
def redeliver(ctx: Ctx, *, shipment_id: int, tracking: str, carrier: str = "") -> int:
    """Send a failed shipment out again under a new carrier reference; give the shipment."""
    if not tracking.strip():
        raise InvalidInput("tracking_missing", "Name the new reference of the carrier.", field="tracking")
    (shipment,) = locks.shipments(ctx, [shipment_id]).values()
    target = SHIPMENT.target("redeliver", S(shipment.state), label=shipment.number)
    lines = locks.lines_of(ctx, [shipment_id])
    writes.update(ShipmentLine, "id", ("quantity_refused",), [(line.id, line.ended) for line in lines])
    record = (shipment_id, target.value, tracking, None, shipment.version + 1)
    writes.update(Shipment, "id", ("state", "tracking", "delivered_at", "version"), [record])
    if carrier:
        writes.update(Shipment, "id", ("carrier",), [(shipment_id, carrier)])
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(
        Milestone, ("shipment_id", "at", "kind", "note"), [(shipment_id, ctx.now, "redispatched", tracking)], constants
    )
    no_longer_late(ctx, [shipment_id], "sent again")
    clear_exceptions(ctx, "delivery_refused", "logistics.shipment", [shipment_id], "sent again")
    return shipment_id
