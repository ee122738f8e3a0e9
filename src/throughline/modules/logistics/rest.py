"""What programs ask of transport: the shipments of threads, and their lines."""

from collections.abc import Sequence

from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.queries.losses import LossFacts, losses_of
from throughline.modules.logistics.queries.shipments import (
    ShipmentFacts,
    ShipmentLineFacts,
    lines_of,
    shipments,
    shipments_of,
)
from throughline.platform.operations import Ctx
from throughline.platform.rest import read


@read("logistics.shipments", permission=READ_SHIPMENTS)
def known(ctx: Ctx, *, ids: Sequence[int] = (), thread_ids: Sequence[int] = ()) -> list[ShipmentFacts]:
    """Give shipments by id, or those that serve threads, oldest first."""
    found = shipments(ctx, ids) if ids else {}
    found |= {one.id: one for one in shipments_of(ctx, thread_ids)} if thread_ids else {}
    return list(found.values())


@read("logistics.shipment_lines", permission=READ_SHIPMENTS)
def lines(ctx: Ctx, *, shipment_ids: Sequence[int]) -> list[ShipmentLineFacts]:
    """Give the lines of shipments: what left, was accepted, refused, came back or was lost, in stock units."""
    return lines_of(ctx, shipment_ids)


@read("logistics.losses", permission=READ_SHIPMENTS)
def lost(ctx: Ctx, *, shipment_ids: Sequence[int]) -> list[LossFacts]:
    """Give what was lost of shipments, at which cost, and what became of the claim for it."""
    return losses_of(ctx, shipment_ids)
