"""Tables of inventory."""

from throughline.modules.inventory.models.adjustments import StockAdjustment, StockAdjustmentLine
from throughline.modules.inventory.models.claims import Allocation, Demand, Position, Promise, Supply
from throughline.modules.inventory.models.places import Location, Lot
from throughline.modules.inventory.models.stock import Balance, Move
from throughline.modules.inventory.models.value import Issue, ValueEntry, ValuePool

__all__ = [
    "Allocation",
    "Balance",
    "Demand",
    "Issue",
    "Location",
    "Lot",
    "Move",
    "Position",
    "Promise",
    "StockAdjustment",
    "StockAdjustmentLine",
    "Supply",
    "ValueEntry",
    "ValuePool",
]
