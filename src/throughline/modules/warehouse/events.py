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
class WavesPlanned:
    """Waves were planned: what is in them waits for its release."""

    NAME: ClassVar[str] = "warehouse.waves_planned.v1"
    wave_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WavesReleased:
    """Planned waves went to the floor, by hand or because their hour had come."""

    NAME: ClassVar[str] = "warehouse.waves_released.v1"
    wave_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WavesCancelled:
    """Planned waves were given up; their demands wait for others."""

    NAME: ClassVar[str] = "warehouse.waves_cancelled.v1"
    wave_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoodsPicked:
    """Goods of demands were picked, or found short, by the documents behind them."""

    NAME: ClassVar[str] = "warehouse.goods_picked.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BinsCounted:
    """What lies in bins was counted: it is booked, or waits for another person."""

    NAME: ClassVar[str] = "warehouse.bins_counted.v1"
    location_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GoodsUnpacked:
    """Packed goods of demands were taken out of their handling units, by the documents behind them."""

    NAME: ClassVar[str] = "warehouse.goods_unpacked.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PutBackConfirmed:
    """Picked goods of cut demands are back in their bins."""

    NAME: ClassVar[str] = "warehouse.put_back_confirmed.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]
