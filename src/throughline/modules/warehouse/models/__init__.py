"""Tables of warehouse."""

from throughline.modules.warehouse.models.receipts import Receipt, ReceiptLine
from throughline.modules.warehouse.models.waves import Wave, WaveDemand
from throughline.modules.warehouse.models.work import HandlingUnit, HandlingUnitLine, Release, Task

__all__ = ["HandlingUnit", "HandlingUnitLine", "Receipt", "ReceiptLine", "Release", "Task", "Wave", "WaveDemand"]
