"""What settlement announces."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from throughline.kernel.refs import DocumentRef


@dataclass(frozen=True, slots=True)
class PaymentsRegistered:
    """Money of these parties came in, so that their exposure fell."""

    NAME: ClassVar[str] = "settlement.payments_registered.1"

    payment_ids: tuple[int, ...]
    party_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenItemsSettled:
    """Nothing is left of these open items: their documents (in the order of the items) are paid or used up."""

    NAME: ClassVar[str] = "settlement.open_items_settled.1"

    open_item_ids: tuple[int, ...]
    documents: tuple[DocumentRef, ...]
    thread_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LimitChange:
    """The credit limit of a party before and after; None is no limit."""

    party_id: int
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class CreditLimitsChanged:
    """Credit limits were set anew."""

    NAME: ClassVar[str] = "settlement.credit_limits_changed.1"

    changes: tuple[LimitChange, ...]


@dataclass(frozen=True, slots=True)
class DisputesChanged:
    """Open items are disputed by the party, or no longer."""

    NAME: ClassVar[str] = "settlement.disputes_changed.1"

    open_item_ids: tuple[int, ...]
    disputed: bool
    reason: str
