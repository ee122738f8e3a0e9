"""What transfers announce."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class TransferSent:
    """Goods left a site for another of the company."""

    NAME: ClassVar[str] = "transfers.transfer_sent.v1"
    transfer_id: int
    from_site_id: int
    to_site_id: int


@dataclass(frozen=True, slots=True)
class TransferReceived:
    """Goods of a transfer arrived, all or some of them; `is_whole` says that nothing of it is on its way any more."""

    NAME: ClassVar[str] = "transfers.transfer_received.v1"
    transfer_id: int
    to_site_id: int
    is_whole: bool
