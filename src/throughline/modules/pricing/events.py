"""What pricing announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PricesChanged:
    """Prices of items were set in a price list or a contract; documents keep the price they were made with."""

    NAME: ClassVar[str] = "pricing.prices_changed.1"

    source: str
    source_id: int
    item_ids: tuple[int, ...]
