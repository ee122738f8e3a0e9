"""Packing picked goods into handling units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated

from throughline.governance.public import Duty, strange_words
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import lock_demands
from throughline.modules.warehouse.domain.sscc import sscc
from throughline.modules.warehouse.models import HandlingUnit, HandlingUnitLine
from throughline.modules.warehouse.policies import UNIT_KINDS
from throughline.modules.warehouse.queries.packing import Packable, packable
from throughline.platform.database import writes
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class PackLine:
    """A quantity of a demand to be put in a unit."""

    demand_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class PackUnit:
    """A carton or pallet with what goes into it, all for one address."""

    lines: Sequence[PackLine]
    kind: Annotated[str, UNIT_KINDS] = "carton"


@operation("warehouse.pack_goods", permission="warehouse.pack", duty=Duty.SHIPPING)
def pack_goods(ctx: Ctx, *, units: Sequence[PackUnit]) -> Outcomes:
    """Pack picked goods into handling units with an SSCC each; an outcome is a unit, its label the SSCC.

    A unit holds goods for one address of one party; nothing is packed that is not picked, or twice. One that cannot be
    packed is told by its place in the set, takes no SSCC and stops no other: what it leaves, those after it may hold.
    """
    wanted = {line.demand_id for unit in units for line in unit.lines}
    strange = strange_words(ctx, UNIT_KINDS, (unit.kind for unit in units), "kind")
    lock_demands(ctx, sorted(wanted))
    facts = packable(ctx, sorted(wanted))
    left = {number: known.picked - known.packed for number, known in facts.items()}
    judged = sift(
        enumerate(units), partial(_judged, strange, facts, left), lambda one: (one[0], f"{one[1].kind} {one[0] + 1}")
    )
    packed = _pack(ctx, list(judged.sound.values()), facts) if judged.sound else []
    return judged.with_done(
        Outcome(number, code, "done", "packed", f"{len(unit.lines)} lines packed.", {}, number)
        for (number, code), unit in zip(packed, judged.sound.values(), strict=True)
    )


def _pack(ctx: Ctx, units: Sequence[PackUnit], facts: Mapping[int, Packable]) -> list[tuple[int, str]]:
    """Write units and what they hold; give their ids and SSCCs."""
    codes = [sscc(serial) for serial in draw("warehouse_sscc", len(units))]
    records = []
    for unit, code in zip(units, codes, strict=True):
        first = facts[unit.lines[0].demand_id]
        records.append((code, unit.kind, first.site_id, first.party_id, first.ship_to_id, first.group_id))
    columns = ("sscc", "kind", "site_id", "party_id", "ship_to_id", "group_id")
    ids = writes.insert(HandlingUnit, columns, records, {"company_id": ctx.company_id, "packed_at": ctx.now})
    contents = [
        (number, line.demand_id, known.ref_kind, known.ref_id, known.thread_id, known.item_id, line.quantity)
        for number, unit in zip(ids, units, strict=True)
        for line in unit.lines
        for known in [facts[line.demand_id]]
    ]
    named = ("handling_unit_id", "demand_id", "ref_kind", "ref_id", "thread_id", "item_id", "quantity")
    writes.append(HandlingUnitLine, named, contents, {"company_id": ctx.company_id})
    ctx.running().touched("warehouse.handling_unit", *ids)
    return list(zip(ids, codes, strict=True))


def _judged(
    strange: Mapping[str, InvalidInput],
    facts: Mapping[int, Packable],
    left: dict[int, Decimal],
    one: tuple[int, PackUnit],
) -> PackUnit:
    """Refuse a unit that cannot be packed; take what one holds off what is left to pack."""
    _, unit = one
    if unit.kind in strange:
        raise strange[unit.kind]
    if not unit.lines:
        raise InvalidInput("unit_empty", "A handling unit needs at least one line.", field="lines")
    held: dict[int, Decimal] = {}
    for number, line in enumerate(unit.lines, start=1):
        if line.demand_id not in facts:
            told = f"Nothing is picked for demand {line.demand_id}; pick it first, or leave it out."
            raise RuleViolation("not_picked", told, field="demand_id", line=number, demand=line.demand_id)
        held[line.demand_id] = held.get(line.demand_id, ZERO) + line.quantity
        if line.quantity <= 0 or held[line.demand_id] > left[line.demand_id]:
            free = max(left[line.demand_id], ZERO)
            told = f"{trimmed(line.quantity)} cannot be packed; {trimmed(free)} is picked and not packed."
            raise RuleViolation("not_picked", told, field="quantity", line=number, demand=line.demand_id)
    addresses = {(known.site_id, known.party_id, known.ship_to_id) for known in (facts[number] for number in held)}
    if len(addresses) > 1:
        told = "One handling unit goes to one address; pack them apart."
        raise RuleViolation("several_addresses", told, field="lines")
    for number, quantity in held.items():
        left[number] -= quantity
    return unit
