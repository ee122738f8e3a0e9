"""What logistics announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ShipmentsDispatched:
    """Goods left a site, by the document lines they serve."""

    NAME: ClassVar[str] = "logistics.shipments_dispatched.v1"
    shipment_ids: tuple[int, ...]
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShipmentsProved:
    """Deliveries were proved, accepted whole or in part, or failed."""

    NAME: ClassVar[str] = "logistics.shipments_proved.v1"
    shipment_ids: tuple[int, ...]
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShipmentsSentAgain:
    """What was refused of shipments goes out once more."""

    NAME: ClassVar[str] = "logistics.shipments_sent_again.v1"
    shipment_ids: tuple[int, ...]
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShipmentsLost:
    """Goods were lost on their way."""

    NAME: ClassVar[str] = "logistics.shipments_lost.v1"
    shipment_ids: tuple[int, ...]
    ref_kind: str
    ref_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShipmentsBack:
    """Refused goods are back at the site."""

    NAME: ClassVar[str] = "logistics.shipments_back.v1"
    shipment_ids: tuple[int, ...]
    ref_kind: str
    ref_ids: tuple[int, ...]
