"""What handling units hold."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class UnitContent:
    """A line of a handling unit, with the carrier that is to take it and its service, where the demand names one."""

    handling_unit_id: int
    sscc: str
    site_id: int
    party_id: int | None
    ship_to_id: int | None
    demand_id: int
    ref_kind: str
    ref_id: int
    thread_id: int | None
    item_id: int
    quantity: Decimal
    carrier: str
    carrier_service: str


@dataclass(frozen=True, slots=True)
class WaitingContent(UnitContent):
    """A line of a handling unit that has not left; `picked` is what of its demand is picked and not cancelled."""

    picked: Decimal
