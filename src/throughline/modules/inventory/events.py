"""What inventory announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PromisesMoved:
    """Promises of demands changed without their doing: stock was lost or found, a supply moved."""

    NAME: ClassVar[str] = "inventory.promises_moved.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class ClaimsBroken:
    """Goods that were allocated to demands are there no more; work that waits on them is in vain."""

    NAME: ClassVar[str] = "inventory.claims_broken.v1"
    ref_kind: str
    ref_ids: tuple[int, ...]
    demand_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AdjustmentsDropped:
    """Adjustments that waited were refused or withdrawn: the books stay, and what was counted is in doubt."""

    NAME: ClassVar[str] = "inventory.adjustments_dropped.v1"
    adjustment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StockFreed:
    """Stock at a site is promised to nobody any more; who waits for the items can be served."""

    NAME: ClassVar[str] = "inventory.stock_freed.v1"
    site_id: int
    item_ids: tuple[int, ...]
