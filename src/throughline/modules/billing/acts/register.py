"""Registering what a commitment entitles the company to bill, and cutting it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import attrgetter
from typing import Any

from psycopg.types.json import Jsonb

from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO, share
from throughline.modules.billing import locks
from throughline.modules.billing.acts.earn import TakenBack, take_back_earned
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


_PLAIN = tuple(f.name for f in fields(NewBillable) if f.name != "policy")
_COLUMNS = (*_PLAIN, "policy")
_values = attrgetter(*_PLAIN)
_COUNTERS = ("cut", "earned", "taken_back", "billed", "credited", "waived", "netted")


@act
def register_lines(ctx: Ctx, lines: Sequence[NewBillable]) -> None:
    """Register billable lines; one statement, put off. The caller has raised the credit account."""
    records = [(*_values(line), Jsonb(dict(line.policy))) for line in lines]
    constants = {"company_id": ctx.company_id, **{f"quantity_{counter}": ZERO for counter in _COUNTERS}}
    writes.append(BillableLine, _COLUMNS, records, constants)


@act
def lock_lines(ctx: Ctx, ref_kind: str, ref_ids: Iterable[int]) -> dict[int, locks.LockedLine]:
    """Lock billable lines by the document lines behind them, for who earns on them after locking what ranks lower."""
    return locks.lines_of(ctx, ref_kind, ref_ids)


@act
def cut_unearned(ctx: Ctx, ref_kind: str, ended: Mapping[int, Decimal]) -> None:
    """Cut what left and will never be accepted, as far as it earned nothing: what earned is taken back instead."""
    lines = locks.lines_of(ctx, ref_kind, ended)
    left = {n: min(ended[n], line.quantity - line.cut - line.earned) for n, line in lines.items()}
    cut_lines(ctx, ref_kind, {number: quantity for number, quantity in left.items() if quantity > 0})


@act
def cut_lines(ctx: Ctx, ref_kind: str, cuts: Mapping[int, Decimal], occasions: Mapping[int, int] | None = None) -> None:
    """Take quantities off billable lines that will not be delivered, and their weight off the customers' credit.

    What was billed ahead is taken back instead, so that what was billed of it is credited; `occasions` tell by line
    one cut from the next, as the version of the order does.
    """
    if not cuts:
        return
    lines = locks.lines_of(ctx, ref_kind, cuts)
    ahead = {number for number, line in lines.items() if line.is_billed_ahead}
    _take_back(ctx, ref_kind, {n: quantity for n, quantity in cuts.items() if n in ahead}, lines, occasions or {})
    cuts = {n: quantity for n, quantity in cuts.items() if n not in ahead}
    if not cuts:
        return
    lock_credit(ctx, {line.party_id for line in lines.values()})
    records: list[tuple[int, Decimal, Decimal]] = []
    freed: dict[int, Decimal] = {}
    for ref_id, quantity in cuts.items():
        line = lines.get(ref_id)
        if line is None:
            continue
        weight = share(line.committed, quantity, line.weighing)
        records.append((line.id, quantity, -weight))
        freed[line.party_id] = freed.get(line.party_id, ZERO) - weight
    writes.update(BillableLine, "id", (), records, add=("quantity_cut", "committed"))
    change_committed(ctx, freed)


def _take_back(
    ctx: Ctx,
    ref_kind: str,
    cuts: Mapping[int, Decimal],
    lines: Mapping[int, locks.LockedLine],
    occasions: Mapping[int, int],
) -> None:
    """Take back what lines earned by being ordered, in the name of the lines themselves."""
    if cuts:
        parts = [
            TakenBack(
                ref_kind, n, quantity, ref_kind, n, lines[n].order_label or ref_kind, occasion=occasions.get(n, 0)
            )
            for n, quantity in cuts.items()
        ]
        take_back_earned(ctx, parts)


@dataclass(frozen=True, slots=True)
class AmendedBillable:
    """What a billable line is from now on: how much more, at which price, for which customer order and address.

    `gross` is what it weighs more on the customer's credit; where `repriced`, what it weighs in all.
    """

    ref_id: int
    raised: Decimal
    unit_price: Decimal
    customer_po: str
    ship_to_id: int | None
    gross: Decimal = ZERO
    repriced: bool = False


@act
def amend_lines(ctx: Ctx, ref_kind: str, amended: Sequence[AmendedBillable]) -> None:
    """Change billable lines whose commitment changed, and their weight on the customers' credit.

    Only what has earned nothing yet may have another price: what was earned keeps the amount it earned. What stands
    on a document keeps the customer order and the address that it names.
    """
    lines = locks.lines_of(ctx, ref_kind, (one.ref_id for one in amended))
    records = []
    weights: dict[int, Decimal] = {}
    for one in amended:
        line = lines.get(one.ref_id)
        if line is None:
            continue
        if one.repriced and line.earned:
            raise RuleViolation("already_earned", "What was earned keeps its price.", ref_id=one.ref_id)
        weight = one.gross - line.committed if one.repriced else one.gross
        weights[line.party_id] = weights.get(line.party_id, ZERO) + weight
        records.append((line.id, one.unit_price, one.raised, weight))
    writes.update(BillableLine, "id", ("unit_price",), records, add=("quantity", "committed"))
    heads = [(lines[one.ref_id].id, one.customer_po, one.ship_to_id) for one in amended if _unbilled(lines, one)]
    writes.update(BillableLine, "id", ("customer_po", "ship_to_id"), heads)
    change_committed(ctx, weights)


def _unbilled(lines: Mapping[int, locks.LockedLine], one: AmendedBillable) -> bool:
    return one.ref_id in lines and not lines[one.ref_id].billed
