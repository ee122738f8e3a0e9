"""What parties announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CustomerBlocked:
    """The block level of a customer was changed; `none` lifts it."""

    NAME: ClassVar[str] = "parties.customer_blocked.1"

    party_id: int
    block: str
    previous: str
    reason: str
