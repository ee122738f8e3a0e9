"""Handing handling units to a shipment."""

from collections.abc import Collection, Mapping

from throughline.modules.warehouse import locks
from throughline.modules.warehouse.domain.contents import WaitingContent
from throughline.modules.warehouse.models import HandlingUnit
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@act
def load_units(ctx: Ctx, units: Collection[int]) -> list[WaitingContent]:
    """Lock handling units that are to leave and give what they hold; what has left or is unknown is not among it."""
    return locks.waiting_contents(ctx, units)


@act
def mark_loaded(ctx: Ctx, shipments: Mapping[int, int]) -> None:
    """Note the shipment of each handling unit."""
    writes.update(HandlingUnit, "id", ("shipment_id",), sorted(shipments.items()))
