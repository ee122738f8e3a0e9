"""Crediting without an earned fact behind it: billable lines that exist only to be taken back, for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO, quantum, rounded
from throughline.modules.billing.events import BillablesEarned
from throughline.modules.billing.models import BillableEvent, BillableLine
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class FreeCredit:
    """A line to credit: who, what, how much at which price, by which document and why."""

    source: tuple[str, int]
    label: str
    party_id: int
    customer_tax_category: str
    currency: str
    reason: str
    item_code: str
    description: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    tax_category: str
    revenue_role: str
    item_id: int | None = None


@act
def register_credits(ctx: Ctx, credits: Sequence[FreeCredit]) -> list[int]:
    """Register credits as taken-back events that are due at once; give the events. Three statements."""
    lines = _write_lines(ctx, credits)
    events = [
        (
            line,
            -credit.quantity,
            -rounded(credit.quantity * credit.unit_price, quantum(credit.currency)),
            *credit.source,
            credit.label,
            f"{ctx.today}/credit/{credit.label}/{credit.party_id}",
            credit.reason,
        )
        for line, credit in zip(lines, credits, strict=True)
    ]
    constants = {
        "company_id": ctx.company_id,
        "kind": "taken_back",
        "on_date": ctx.today,
        "bill_on": ctx.today,
        "state": "open",
        "operation_id": ctx.operation_id,
    }
    columns = ("billable_line_id", "quantity", "amount", "source_kind", "source_id", "label", "group_key", "reason")
    ids = writes.insert(BillableEvent, columns, events, constants)
    for chunk in chunks(ids):
        announce(ctx, BillablesEarned(chunk))
    return ids


#: What a billable line keeps of a credit as it is.
_KEPT = (
    "party_id",
    "customer_tax_category",
    "currency",
    "reason",
    "item_id",
    "item_code",
    "unit",
    "unit_price",
    "tax_category",
    "revenue_role",
)


def _write_lines(ctx: Ctx, credits: Sequence[FreeCredit]) -> list[int]:
    refs = draw("billing_credit_line", len(credits))
    records = [
        (
            ref,
            credit.label,
            credit.description[:200],
            credit.quantity,
            *(getattr(credit, name) for name in _KEPT),
        )
        for ref, credit in zip(refs, credits, strict=True)
    ]
    counters = ("cut", "earned", "billed", "credited", "waived", "netted")
    zero = ("quantity", *(f"quantity_{counter}" for counter in counters))
    constants = {
        "company_id": ctx.company_id,
        "ref_kind": "billing.credit_line",
        "customer_po": "",
        "unit_factor": 1,
        "trigger": "approved",
        "grouping": "shipment",
        "frequency": "immediate",
        "policy": "{}",
        "committed": ZERO,
        **dict.fromkeys(zero, ZERO),
    }
    columns = ("ref_id", "order_label", "description", "quantity_taken_back", *_KEPT)
    return writes.insert(BillableLine, columns, records, constants)
