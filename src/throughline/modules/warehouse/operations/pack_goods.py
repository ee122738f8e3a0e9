"""Packing picked goods into handling units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from throughline.governance.public import Duty, demand_words
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
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


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

    A unit holds goods for one address of one party; nothing is packed that is not picked, or twice.
    """
    demand_words(ctx, UNIT_KINDS, (unit.kind for unit in units), "kind")
    wanted = [line.demand_id for unit in units for line in unit.lines]
    lock_demands(ctx, wanted)
    facts = packable(ctx, wanted)
    _check(units, facts)
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
    return Outcomes(
        Outcome(number, code, "done", "packed", f"{len(unit.lines)} lines packed.", {}, number)
        for number, code, unit in zip(ids, codes, units, strict=True)
    )


def _check(units: Sequence[PackUnit], facts: dict[int, Packable]) -> None:
    left = {number: known.picked - known.packed for number, known in facts.items()}
    for unit in units:
        if not unit.lines:
            raise InvalidInput("unit_empty", "A handling unit needs at least one line.", field="lines")
        addresses = set()
        for line in unit.lines:
            if line.demand_id not in facts:
                raise RuleViolation("not_picked", "Nothing is picked for this demand.", demand=line.demand_id)
            known = facts[line.demand_id]
            addresses.add((known.site_id, known.party_id, known.ship_to_id))
            left[line.demand_id] -= line.quantity
            if line.quantity <= 0 or left[line.demand_id] < ZERO:
                raise RuleViolation(
                    "not_picked",
                    f"{trimmed(line.quantity)} cannot be packed; "
                    f"{trimmed(max(known.picked - known.packed, ZERO))} is picked and not packed.",
                    demand=line.demand_id,
                )
        if len(addresses) > 1:
            raise RuleViolation("several_addresses", "One handling unit goes to one address; pack them apart.")
