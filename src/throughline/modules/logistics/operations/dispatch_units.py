"""Dispatch: packed goods leave, which is the goods issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty, load, standing_holds
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import Fact, earn, lock_lines
from throughline.modules.inventory.public import COST_OF_SALES, DemandFacts, Issued, NewIssue, demands_by_id, issue
from throughline.modules.logistics.events import ShipmentsDispatched
from throughline.modules.logistics.lifecycle import S
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.modules.warehouse.public import UnitContent, load_units
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@dataclass(frozen=True, slots=True)
class Load:
    """Handling units that leave together for one address, with their carrier and reference."""

    handling_units: Sequence[int]
    carrier: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    load: int
    demand: DemandFacts
    quantity: Decimal


@operation("logistics.dispatch_units", permission="logistics.shipment.dispatch", duty=Duty.SHIPPING)
def dispatch_units(ctx: Ctx, *, loads: Sequence[Load]) -> Outcomes:
    """Let handling units leave as shipments: goods issue at cost, and earning where dispatch is what is billed.

    A thread on ship hold keeps its whole load back. An outcome is a shipment, or a load that stays.
    """
    _check(loads)
    numbers = draw("logistics_shipment_number", len(loads))
    contents = load_units(
        ctx, {unit: n for n, load_ in zip(numbers, loads, strict=True) for unit in load_.handling_units}
    )
    by_load = _by_load(loads, contents)
    demands = demands_by_id(ctx, {part.demand_id for part in contents})
    held = _held(ctx, by_load, demands)
    if held:
        raise RuleViolation("ship_hold", "; ".join(held.values()), loads=sorted(held))
    lines = _lines(by_load, demands)
    waiting = _lock_billables(ctx, lines)
    _write_shipments(ctx, loads, numbers, by_load, lines)
    line_ids = _write_lines(ctx, numbers, lines)
    issues = [
        NewIssue(
            "logistics.shipment_line",
            number,
            line.demand.id,
            line.quantity,
            DocumentRef("logistics.shipment", numbers[line.load]),
        )
        for number, line in zip(line_ids, lines, strict=True)
    ]
    issued = issue(ctx, issues, load(ctx, COST_OF_SALES))
    marks = [(one.ref_id, one.issue_id, one.is_deferred) for one in issued]
    writes.update(ShipmentLine, "id", ("issue_id", "defers_cost"), marks)
    if waiting:
        _earn(ctx, numbers, lines, issued)
    _announce(ctx, numbers, lines)
    ctx.running().touched("logistics.shipment", *numbers)
    return Outcomes(
        Outcome(n, _number(n), "done", "dispatched", f"{len(load_.handling_units)} units dispatched.", {}, n)
        for n, load_ in zip(numbers, loads, strict=True)
    )


def _number(serial: int) -> str:
    return f"SH-{serial:06d}"


def _check(loads: Sequence[Load]) -> None:
    units = [unit for load_ in loads for unit in load_.handling_units]
    if not units or any(not load_.handling_units for load_ in loads):
        raise InvalidInput("load_empty", "A load needs at least one handling unit.", field="handling_units")
    if len(set(units)) < len(units):
        raise InvalidInput("unit_twice", "A handling unit stands on two loads.", field="handling_units")


def _by_load(loads: Sequence[Load], contents: Sequence[UnitContent]) -> list[list[UnitContent]]:
    place_of = {unit: place for place, load_ in enumerate(loads) for unit in load_.handling_units}
    by_load: list[list[UnitContent]] = [[] for _ in loads]
    for part in contents:
        by_load[place_of[part.handling_unit_id]].append(part)
    for parts in by_load:
        if len({(part.site_id, part.party_id, part.ship_to_id) for part in parts}) > 1:
            raise RuleViolation("several_addresses", "One load goes from one site to one address; split it.")
    return by_load


def _held(ctx: Ctx, by_load: Sequence[Sequence[UnitContent]], demands: Mapping[int, DemandFacts]) -> dict[int, str]:
    threads = {demand.thread_id for demand in demands.values() if demand.thread_id is not None}
    holds = {hold.subject_id: hold for hold in standing_holds(ctx, "thread", sorted(threads), "ship")}
    held = {}
    for place, parts in enumerate(by_load):
        for part in parts:
            thread = demands[part.demand_id].thread_id
            if thread in holds:
                held[place] = holds[thread].message
    return held


def _lines(by_load: Sequence[Sequence[UnitContent]], demands: Mapping[int, DemandFacts]) -> list[_Line]:
    """Make one line a load and demand, whatever the units it lies in."""
    lines = []
    for place, parts in enumerate(by_load):
        sums: dict[int, Decimal] = {}
        for part in parts:
            sums[part.demand_id] = sums.get(part.demand_id, ZERO) + part.quantity
        lines += [_Line(place, demands[number], quantity) for number, quantity in sums.items()]
    return lines


def _write_shipments(
    ctx: Ctx,
    loads: Sequence[Load],
    numbers: Sequence[int],
    by_load: Sequence[Sequence[UnitContent]],
    lines: Sequence[_Line],
) -> None:
    threads: dict[int, set[int | None]] = {}
    for line in lines:
        threads.setdefault(line.load, set()).add(line.demand.thread_id)
    records = []
    for place, (number, load_) in enumerate(zip(numbers, loads, strict=True)):
        first = by_load[place][0]
        thread = next(iter(threads[place])) if len(threads[place]) == 1 else None
        records.append(
            (
                number,
                _number(number),
                first.site_id,
                first.party_id,
                first.ship_to_id,
                thread,
                load_.carrier,
                load_.tracking,
            )
        )
    columns = ("id", "number", "site_id", "party_id", "ship_to_id", "thread_id", "carrier", "tracking")
    constants = {
        "company_id": ctx.company_id,
        "state": S.DISPATCHED.value,
        "dispatched_at": ctx.now,
        "dispatched_on": ctx.today,
        "version": 1,
    }
    writes.append(Shipment, columns, records, constants)
    milestones = [(number, load_.tracking) for number, load_ in zip(numbers, loads, strict=True)]
    constants = {"company_id": ctx.company_id, "kind": "dispatched", "at": ctx.now, "operation_id": ctx.operation_id}
    writes.append(Milestone, ("shipment_id", "note"), milestones, constants)


def _write_lines(ctx: Ctx, numbers: Sequence[int], lines: Sequence[_Line]) -> list[int]:
    records = [
        (
            numbers[line.load],
            line.demand.id,
            line.demand.ref_kind,
            line.demand.ref_id,
            line.demand.thread_id,
            line.demand.item_id,
            line.quantity,
        )
        for line in lines
    ]
    columns = ("shipment_id", "demand_id", "ref_kind", "ref_id", "thread_id", "item_id", "quantity")
    constants = {
        "company_id": ctx.company_id,
        "quantity_accepted": ZERO,
        "quantity_refused": ZERO,
        "quantity_back": ZERO,
        "defers_cost": False,
    }
    return writes.insert(ShipmentLine, columns, records, constants)


def _lock_billables(ctx: Ctx, lines: Sequence[_Line]) -> bool:
    """Lock the billable lines, which rank above the stock to be issued, and say whether dispatch earns on any."""
    by_kind: dict[str, set[int]] = {}
    for line in lines:
        by_kind.setdefault(line.demand.ref_kind, set()).add(line.demand.ref_id)
    locked = [line for kind, refs in sorted(by_kind.items()) for line in lock_lines(ctx, kind, refs).values()]
    return any(line.trigger == "dispatched" for line in locked)


def _earn(ctx: Ctx, numbers: Sequence[int], lines: Sequence[_Line], issued: Sequence[Issued]) -> None:
    by_kind: dict[str, list[Fact]] = {}
    for line, one in zip(lines, issued, strict=True):
        fact = Fact(
            line.demand.ref_id,
            line.quantity,
            "logistics.shipment_line",
            one.ref_id,
            _number(numbers[line.load]),
            one.issue_id if one.is_deferred else None,
        )
        by_kind.setdefault(line.demand.ref_kind, []).append(fact)
    for kind, facts in by_kind.items():
        earn(ctx, kind, facts, trigger="dispatched")


def _announce(ctx: Ctx, numbers: Sequence[int], lines: Sequence[_Line]) -> None:
    for kind in sorted({line.demand.ref_kind for line in lines}):
        refs = sorted({line.demand.ref_id for line in lines if line.demand.ref_kind == kind})
        for chunk in chunks(refs):
            announce(ctx, ShipmentsDispatched(tuple(numbers[:500]), kind, chunk))
