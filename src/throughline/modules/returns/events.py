"""What returns announce."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReturnsReceived:
    """Goods came back, by the order lines they had been delivered on."""

    NAME: ClassVar[str] = "returns.returns_received.v1"
    return_ids: tuple[int, ...]
    ref_kind: str
    ref_ids: tuple[int, ...]
