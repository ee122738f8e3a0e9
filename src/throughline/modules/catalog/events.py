"""What the catalog announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ItemStatesChanged:
    """Items may be traded from now on, only sold off, or no more."""

    NAME: ClassVar[str] = "catalog.item_states_changed.1"

    item_ids: tuple[int, ...]
    state: str
    reason: str
