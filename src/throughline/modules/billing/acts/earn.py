"""Earning: the facts that make a billable line due, each exactly once, and the facts that take it back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO, quantum, rounded, share
from throughline.modules.billing import locks
from throughline.modules.billing.domain.grouping import bill_date, group_key
from throughline.modules.billing.events import BillablesEarned
from throughline.modules.billing.locks import LockedLine
from throughline.modules.billing.models import BillableEvent, BillableLine
from throughline.platform.database import writes
from throughline.platform.database.statements import select
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a document line: how much of it, by which document.

    `issue_id` names the goods issue whose deferred cost is recognised when the fact is billed; none where it was booked
    at issue. Where the same source may earn again, `occasion` tells its facts apart: the version of the document at
    which it happened.
    """

    ref_id: int
    quantity: Decimal
    source_kind: str
    source_id: int
    label: str
    issue_id: int | None = None
    occasion: int = 0


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A quantity of what a source earned that is undone, and the document that undoes it.

    `occasion` tells apart what the same document undoes more than once.
    """

    earned_kind: str
    earned_id: int
    quantity: Decimal
    source_kind: str
    source_id: int
    label: str
    issue_id: int | None = None
    occasion: int = 0


_COLUMNS = (
    "billable_line_id",
    "quantity",
    "amount",
    "source_kind",
    "source_id",
    "occasion",
    "label",
    "issue_id",
    "origin_id",
    "bill_on",
    "group_key",
    "state",
    "reason",
)


@act
def earn(ctx: Ctx, ref_kind: str, facts: Sequence[Fact], *, trigger: str) -> list[int]:
    """Record what facts of a kind (ordered, dispatched, accepted) earn on the lines that wait for that kind.

    One event a fact; the others' lines earn by another fact. What a line earns in parts comes to the cent to what it
    would have earned at once. Four statements, however many.
    """
    wanted = [fact for fact in facts if fact.quantity > 0]
    if not wanted:
        return []
    lines = locks.lines_of(ctx, ref_kind, (fact.ref_id for fact in wanted))
    due = [fact for fact in wanted if fact.ref_id in lines and lines[fact.ref_id].trigger == trigger]
    records = []
    sums: dict[int, Decimal] = {}
    for fact in due:
        line = lines[fact.ref_id]
        before = sums.get(line.id, ZERO)
        records.append(_earned(ctx, line, fact, line.earned + before))
        sums[line.id] = before + fact.quantity
    ids = _write(ctx, "earned", records)
    writes.update(BillableLine, "id", (), sorted(sums.items()), add=("quantity_earned",))
    at_once = [n for n, fact in zip(ids, due, strict=True) if lines[fact.ref_id].frequency == "immediate"]
    for chunk in chunks(at_once):
        announce(ctx, BillablesEarned(chunk))
    return ids


def _earned(ctx: Ctx, line: LockedLine, fact: Fact, before: Decimal) -> tuple[object, ...]:
    """Give the event of a fact on a line that has earned so much before; its price has not changed since."""
    amount = _worth(line, before + fact.quantity) - _worth(line, before)
    bill_on = bill_date(line.frequency, ctx.today)
    key = group_key(
        line.grouping,
        bill_on,
        party_id=line.party_id,
        ship_to_id=line.ship_to_id,
        thread_id=line.thread_id,
        source=fact.label,
    )
    where = (fact.source_kind, fact.source_id, fact.occasion, fact.label, fact.issue_id, None)
    return (line.id, fact.quantity, amount, *where, bill_on, key, "open", "")


def _worth(line: LockedLine, quantity: Decimal) -> Decimal:
    return rounded(quantity * line.unit_price / line.unit_factor, quantum(line.currency))


@dataclass(frozen=True, slots=True)
class _Origin:
    id: int
    line_id: int
    source_kind: str
    source_id: int
    quantity: Decimal
    amount: Decimal
    group_key: str
    state: str
    reason: str
    back_quantity: Decimal
    back_amount: Decimal


@act
def take_back_earned(ctx: Ctx, parts: Sequence[TakenBack]) -> list[int]:
    """Undo what sources earned at the price at which they earned; what was billed gets a credit note.

    Of a source that earned on several occasions the oldest goes first. A part takes its share of the amount still
    standing, the last part the rest. Parts of facts that earned nothing (another trigger) give nothing. What is taken
    back of what was waived, or waits to be, follows it: it is credited to nobody.
    """
    lines = locks.lines(ctx, {origin.line_id for origins in _origins(ctx, parts).values() for origin in origins})
    found = _origins(ctx, parts)
    left = {o.id: [o.quantity - o.back_quantity, o.amount - o.back_amount] for one in found.values() for o in one}
    records: list[tuple[object, ...]] = []
    sums: dict[int, Decimal] = {}
    waived: dict[int, Decimal] = {}
    at_once: list[bool] = []
    for part in parts:
        for origin, quantity in _from(found.get((part.earned_kind, part.earned_id), []), part.quantity, left):
            standing = left[origin.id]
            worth = share(standing[1], quantity, standing[0])
            left[origin.id] = [standing[0] - quantity, standing[1] - worth]
            line = lines[origin.line_id]
            bill_on = bill_date(line.frequency, ctx.today)
            key = origin.group_key if origin.state != "billed" else f"{bill_on}/credit/{part.label}"
            follows = (origin.state, origin.reason) if origin.state in ("held", "waived") else ("open", "")
            where = (part.source_kind, part.source_id, part.occasion, part.label, part.issue_id, origin.id)
            records.append((line.id, -quantity, -worth, *where, bill_on, key, *follows))
            sums[line.id] = sums.get(line.id, ZERO) + quantity
            if origin.state == "waived":
                waived[line.id] = waived.get(line.id, ZERO) + quantity
            at_once.append(line.frequency == "immediate" and follows[0] == "open")
    ids = _write(ctx, "taken_back", records)
    writes.update(BillableLine, "id", (), sorted(sums.items()), add=("quantity_taken_back",))
    unwaived = [(line, -quantity, quantity) for line, quantity in sorted(waived.items())]
    writes.update(BillableLine, "id", (), unwaived, add=("quantity_waived", "quantity_netted"))
    for chunk in chunks([number for number, now in zip(ids, at_once, strict=True) if now]):
        announce(ctx, BillablesEarned(chunk))
    return ids


def _from(
    origins: Sequence[_Origin], wanted: Decimal, left: Mapping[int, Sequence[Decimal]]
) -> Iterator[tuple[_Origin, Decimal]]:
    """Divide a quantity over what a source earned, the oldest first; the newest takes what is beyond all of them."""
    for origin in origins:
        quantity = wanted if origin is origins[-1] else min(wanted, left[origin.id][0])
        wanted -= quantity
        if quantity > 0:
            yield origin, quantity


def _origins(ctx: Ctx, parts: Sequence[TakenBack]) -> Mapping[tuple[str, int], list[_Origin]]:
    """Give the facts that sources earned, by source, the oldest first, with what of each is taken back by now."""
    found = select(
        _Origin,
        """SELECT e.id, e.billable_line_id, e.source_kind, e.source_id, e.quantity, e.amount, e.group_key, e.state,
                  e.reason, coalesce(-sum(b.quantity), 0), coalesce(-sum(b.amount), 0)
           FROM billing_billable_event e LEFT JOIN billing_billable_event b ON b.origin_id = e.id
           WHERE e.company_id = %s AND e.kind = 'earned' AND e.source_kind = ANY(%s) AND e.source_id = ANY(%s)
           GROUP BY e.id ORDER BY e.id""",
        [ctx.company_id, list({p.earned_kind for p in parts}), [p.earned_id for p in parts]],
    )
    by_source: dict[tuple[str, int], list[_Origin]] = {}
    for origin in found:
        by_source.setdefault((origin.source_kind, origin.source_id), []).append(origin)
    return by_source


def _write(ctx: Ctx, kind: str, records: Sequence[tuple[object, ...]]) -> list[int]:
    constants = {
        "company_id": ctx.company_id,
        "kind": kind,
        "on_date": ctx.today,
        "operation_id": ctx.operation_id,
    }
    return writes.insert(BillableEvent, _COLUMNS, records, constants)
