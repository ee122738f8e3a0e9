"""Registering what a commitment entitles the company to bill, and cutting it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb

from throughline.kernel.money import ZERO, share
from throughline.modules.billing import locks
from throughline.modules.billing.models import BillableLine
from throughline.modules.settlement.public import change_committed, lock_credit
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class NewBillable:
    """A line that may be billed: who, what, how much (stock units, of `unit_factor` to the priced unit), and when.

    `committed` is what it weighs on the customer's credit until billed, gross. Without a commitment behind it a
    `reason` says why it exists.
    """

    ref_kind: str
    ref_id: int
    party_id: int
    item_code: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    currency: str
    tax_category: str
    customer_tax_category: str
    trigger: str
    grouping: str
    frequency: str
    unit_factor: Decimal = Decimal(1)
    thread_id: int | None = None
    ship_to_id: int | None = None
    item_id: int | None = None
    order_label: str = ""
    customer_po: str = ""
    revenue_role: str = "REV"
    reason: str = ""
    committed: Decimal = ZERO
    policy: Mapping[str, Any] = field(default_factory=dict)


_COLUMNS = tuple(f.name for f in fields(NewBillable))
_COUNTERS = ("cut", "earned", "taken_back", "billed", "credited", "waived")


@act
def register_lines(ctx: Ctx, lines: Sequence[NewBillable]) -> None:
    """Register billable lines; one statement, put off. The caller has raised the credit account."""
    records = [
        tuple(Jsonb(dict(line.policy)) if name == "policy" else getattr(line, name) for name in _COLUMNS)
        for line in lines
    ]
    constants = {"company_id": ctx.company_id, **{f"quantity_{counter}": ZERO for counter in _COUNTERS}}
    writes.append(BillableLine, _COLUMNS, records, constants)


@act
def lock_lines(ctx: Ctx, ref_kind: str, ref_ids: Iterable[int]) -> dict[int, locks.LockedLine]:
    """Lock billable lines by the document lines behind them, for who earns on them after locking what ranks lower."""
    return locks.lines_of(ctx, ref_kind, ref_ids)


@act
def cut_lines(ctx: Ctx, ref_kind: str, cuts: Mapping[int, Decimal]) -> None:
    """Take quantities off billable lines that will not be delivered, and their weight off the customers' credit."""
    lines = locks.lines_of(ctx, ref_kind, cuts)
    lock_credit(ctx, {line.party_id for line in lines.values()})
    records: list[tuple[int, Decimal, Decimal]] = []
    freed: dict[int, Decimal] = {}
    for ref_id, quantity in cuts.items():
        line = lines.get(ref_id)
        if line is None:
            continue
        weight = share(line.committed, quantity, line.quantity - line.cut - line.billed)
        records.append((line.id, quantity, -weight))
        freed[line.party_id] = freed.get(line.party_id, ZERO) - weight
    writes.update(BillableLine, "id", (), records, add=("quantity_cut", "committed"))
    change_committed(ctx, freed)
