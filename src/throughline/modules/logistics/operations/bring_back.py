"""Bringing refused goods back into stock, at the cost at which they left."""

from collections.abc import Mapping
from decimal import Decimal

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import (
    BackPart,
    StockStatus,
    lock_waiting,
    lots_out,
    places,
    rebalance,
    take_back,
)
from throughline.modules.logistics import locks
from throughline.modules.logistics.acts.ending import (
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
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation


@operation("logistics.bring_back", permission="logistics.shipment.bring_back", duty=Duty.SHIPPING)
def bring_back(
    ctx: Ctx,
    *,
    shipment_id: int,
    location_id: int | None = None,
    status: StockStatus = "available",
    quantities: Mapping[int, Decimal] | None = None,
    lots: Mapping[int, Mapping[str, Decimal]] | None = None,
) -> int:
    """Take what was refused of a shipment back on hand (at the returns place unless named); give the shipment.

    All that is still out, or `quantities` by line in stock units: the rest may go out again. What dispatch earned is
    taken back with it, so that nothing is billed that nobody took. Where several lots left, `lots` says by line how
    much of which is back; one that did not leave with it is refused.
    """
    said = {int(line): parts for line, parts in (lots or {}).items()}
    shipment = locks.one_of(locks.shipments(ctx, [shipment_id]), shipment_id)
    target = SHIPMENT.target("bring_back", S(shipment.state), label=shipment.number)
    lines = locks.lines_of(ctx, [shipment_id])
    refused_out(shipment, lines)
    ended = chosen(shipment, lines, with_lots(quantities or {}, said), {line.id: line.undecided for line in lines})
    if not ended:
        raise nothing_out(shipment)
    parts = by_lot(ended, said, lots_out(ctx, [part.line.issue_id for part in ended]))
    document = DocumentRef("logistics.shipment", shipment_id)
    end_billing(ctx, ended, "logistics.shipment_back")
    keys = {(shipment.site_id, part.line.item_id) for part in ended}
    demands = lock_waiting(ctx, keys)
    place = location_id or places(ctx).at(shipment.site_id, "returns")
    take_back(
        ctx,
        [BackPart(part.line.issue_id, quantity, document, True, place, status, lot) for part, lot, quantity in parts],
    )
    rebalance(ctx, keys, demands, "goods back")
    writes.update(ShipmentLine, "id", (), [(part.line.id, part.quantity) for part in ended], add=("quantity_back",))
    left = sum((line.undecided for line in lines), ZERO) - sum((part.quantity for part in ended), ZERO)
    state = target.value if shipment.state == S.FAILED and not left else shipment.state
    writes.update(Shipment, "id", ("state", "version"), [(shipment_id, state, shipment.version + 1)])
    constants = {"company_id": ctx.company_id, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "at", "kind", "note"), [(shipment_id, ctx.now, "back", "")], constants)
    if not left:
        clear_exceptions(ctx, "delivery_refused", "logistics.shipment", [shipment_id], "brought back")
    announce_ended(ctx, ShipmentsBack, [shipment_id], ended)
    ctx.running().touched("logistics.shipment", shipment_id)
    return shipment_id
