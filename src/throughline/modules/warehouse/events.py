"""What the warehouse announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DemandsReleased:
    """Demands were allocated and handed to the floor, by the documents behind them."""

    NAME: ClassVar[str] = "warehouse.demands_released.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoodsPicked:
    """Goods of demands were picked, or found short, by the documents behind them."""

    NAME: ClassVar[str] = "warehouse.goods_picked.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PutBackConfirmed:
    """Picked goods of cut demands are back in their bins."""

    NAME: ClassVar[str] = "warehouse.put_back_confirmed.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]
