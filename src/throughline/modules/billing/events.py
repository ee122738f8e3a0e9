"""What billing announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class BillablesEarned:
    """Billable events that are due at once came to be; the billing run may bill them."""

    NAME: ClassVar[str] = "billing.billables_earned.v1"
    event_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EventsClosed:
    """Earned amounts will never be billed: waived on somebody's approval, or taken back before they were."""

    NAME: ClassVar[str] = "billing.events_closed.v1"
    event_ids: tuple[int, ...]
    thread_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InvoicesPosted:
    """Invoices and credit notes were posted: numbered, chained, in the ledger, open on the customer's account."""

    NAME: ClassVar[str] = "billing.invoices_posted.v1"
    invoice_ids: tuple[int, ...]
    thread_ids: tuple[int, ...]
