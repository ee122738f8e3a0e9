"""Handing handling units to a shipment."""

from collections.abc import Mapping

from throughline.kernel.errors import RuleViolation
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.models import HandlingUnit
from throughline.modules.warehouse.queries.packing import UnitContent, unit_contents
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@act
def load_units(ctx: Ctx, shipments: Mapping[int, int]) -> list[UnitContent]:
    """Put handling units on shipments (shipment by unit) and give what they hold; a unit leaves once only."""
    free = locks.waiting_units(ctx, shipments)
    gone = sorted(set(shipments) - free)
    if gone:
        raise RuleViolation("unit_gone", "Some of the handling units have left already or are unknown.", units=gone)
    contents = unit_contents(ctx, list(shipments))
    writes.update(HandlingUnit, "id", ("shipment_id",), sorted(shipments.items()))
    return contents
