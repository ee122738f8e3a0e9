"""Bringing refused goods back into stock, at the cost at which they left."""

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.errors import RuleViolation
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import BackPart, StockStatus, lock_waiting, places, rebalance, take_back
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.ending import Ended, announce_ended, end_billing
from throughline.modules.logistics.events import ShipmentsBack
from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation


@operation("logistics.bring_back", permission="logistics.shipment.bring_back", duty=Duty.SHIPPING)
def bring_back(ctx: Ctx, *, shipment_id: int, location_id: int | None = None, status: StockStatus = "available") -> int:
    """Take what was refused of a shipment back on hand (at the returns place unless named); give the shipment.

    What dispatch earned is taken back with it, so that nothing is billed that nobody took.
    """
    (shipment,) = locks.shipments(ctx, [shipment_id]).values()
    target = SHIPMENT.target("bring_back", S(shipment.state), label=shipment.number)
    lines = [line for line in locks.lines_of(ctx, [shipment_id]) if line.undecided > 0]
    if not lines:
        raise RuleViolation("nothing_out", f"Nothing refused of {shipment.number} is still out.", shipment=shipment_id)
    document = DocumentRef("logistics.shipment", shipment_id)
    ended = [Ended(line, line.undecided, shipment.number) for line in lines]
    end_billing(ctx, ended, "logistics.shipment_back")
    keys = {(shipment.site_id, line.item_id) for line in lines}
    demands = lock_waiting(ctx, keys)
    place = location_id or places(ctx).at(shipment.site_id, "returns")
    take_back(ctx, [BackPart(n.issue_id, n.undecided, document, True, place, status) for n in lines])
    rebalance(ctx, keys, demands, "goods back")
    writes.update(ShipmentLine, "id", ("quantity_back",), [(line.id, line.back + line.undecided) for line in lines])
    state = target.value if shipment.state == S.FAILED else shipment.state
    writes.update(Shipment, "id", ("state", "version"), [(shipment_id, state, shipment.version + 1)])
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), [(shipment_id, ctx.now, "back", "")], constants)
    clear_exceptions(ctx, "delivery_refused", "logistics.shipment", [shipment_id], "brought back")
    announce_ended(ctx, ShipmentsBack, [shipment_id], ended)
    return shipment_id
