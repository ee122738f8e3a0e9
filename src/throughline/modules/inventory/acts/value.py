"""Writing the value ledger: pools, their entries, and the journal entries that book them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import currency
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.domain.valuing import Pool
from throughline.modules.inventory.locks import LockedPool
from throughline.modules.inventory.models import ValueEntry, ValuePool
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.platform.database import writes
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class NewValue:
    """A change of an item's stock pool: signed quantity and value, and the document that is booked for it.

    `against` is the role of the account on the other side; debit of stock is a positive value.
    """

    item_id: int
    quantity: Decimal
    value: Decimal
    document: DocumentRef
    against: str
    issue_id: int | None = None
    thread_id: int | None = None
    site_id: int | None = None
    stock_role: str = "INV"


def running(pools: Mapping[int, LockedPool]) -> dict[int, Pool]:
    """Give locked pools as running ones, to take lines from in order."""
    return {item: Pool(pool.quantity, pool.value) for item, pool in pools.items()}


def book(ctx: Ctx, kind: str, text: str, changes: Sequence[NewValue], pools: Mapping[int, LockedPool]) -> None:
    """Write pool changes: one journal entry a document, a value entry a line, the pools' new sums.

    Six statements at most, however many lines.
    """
    if not changes:
        return
    entries = _entries(ctx, text, changes)
    records = [
        (
            pools[change.item_id].id,
            change.item_id,
            change.quantity,
            change.value,
            change.issue_id,
            change.document.kind,
            change.document.id,
            entries[change.document],
        )
        for change in changes
    ]
    constants = {
        "company_id": ctx.company_id,
        "kind": kind,
        "on_date": ctx.today,
        "operation_id": ctx.operation_id,
    }
    columns = ("pool_id", "item_id", "quantity", "value", "issue_id", "source_kind", "source_id", "entry_id")
    writes.append(ValueEntry, columns, records, constants)
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for change in changes:
        have = sums.get(pools[change.item_id].id, (ZERO, ZERO))
        sums[pools[change.item_id].id] = (have[0] + change.quantity, have[1] + change.value)
    writes.update(
        ValuePool, "id", (), [(number, *sum_) for number, sum_ in sorted(sums.items())], add=("quantity", "value")
    )


def _entries(ctx: Ctx, text: str, changes: Sequence[NewValue]) -> dict[DocumentRef, int]:
    by_document: dict[DocumentRef, dict[tuple[str, int | None], Decimal]] = {}
    threads: dict[DocumentRef, int | None] = {}
    for change in changes:
        amounts = by_document.setdefault(change.document, {})
        threads.setdefault(change.document, change.thread_id)
        for role, amount in ((change.stock_role, change.value), (change.against, -change.value)):
            amounts[role, change.site_id] = amounts.get((role, change.site_id), ZERO) + amount
    entries = [
        NewEntry(
            "stock",
            ctx.today,
            text,
            document,
            [NewLine(role, amount, site_id=site) for (role, site), amount in amounts.items()],
            threads[document],
        )
        for document, amounts in by_document.items()
    ]
    return dict(zip(by_document, post(ctx, entries, currency=currency(ctx)), strict=True))
