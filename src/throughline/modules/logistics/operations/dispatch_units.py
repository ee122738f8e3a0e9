"""Dispatch: packed goods leave, which is the goods issue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty, Policies, load
from throughline.kernel.errors import DomainError, InvalidInput, RuleViolation, check_length
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.billing.public import Fact, LockedBillable, earn, lock_lines
from throughline.modules.inventory.public import COST_OF_SALES, ISSUE_IDS, Issued, NewIssue, issue
from throughline.modules.logistics.events import ShipmentsDispatched
from throughline.modules.logistics.lifecycle import S
from throughline.modules.logistics.models import Milestone, Shipment, ShipmentLine
from throughline.modules.settlement.public import CREDIT_CHECK, Owing, Stop, stopped_threads
from throughline.modules.warehouse.public import WaitingContent, load_units, mark_loaded
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import draw_many
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

SHIPMENTS, LINES = "logistics_shipment_number", "logistics_shipment_line_id_seq"


@dataclass(frozen=True, slots=True)
class Load:
    """Handling units that leave together for one address, with their carrier and reference.

    Where no carrier is named, the one that their orders go by takes them.
    """

    handling_units: Sequence[int]
    carrier: str = ""
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A shipment line to be: which load, what of it (any of its parts), how much, under which ids."""

    load: int
    part: WaitingContent
    quantity: Decimal
    id: int
    issue_id: int


@operation("logistics.dispatch_units", permission="logistics.shipment.dispatch", duty=Duty.SHIPPING)
def dispatch_units(ctx: Ctx, *, loads: Sequence[Load]) -> Outcomes:
    """Let handling units leave as shipments: goods issue at cost, and earning where dispatch is what is billed.

    A thread on ship hold, or one that credit stops by now, keeps its whole load back, and no other. An outcome is a
    shipment, or a load that stays: one that is empty, or holds what has left, what another load holds too, what goes
    elsewhere or what nobody wants any more is refused with its reason, and stops no other.
    """
    if not loads:
        raise InvalidInput("nothing_dispatched", "Name at least one load.", field="loads")
    contents = load_units(ctx, [unit for load_ in loads for unit in load_.handling_units])
    policies = load(ctx, COST_OF_SALES, CREDIT_CHECK)
    stays = _staying(ctx, loads, _by_load(loads, contents), policies)
    going = [load_ for place, load_ in enumerate(loads) if place not in stays]
    gone = iter(_dispatch(ctx, going, _by_load(going, contents), policies) if going else ())
    return Outcomes(stays.get(place) or next(gone) for place in range(len(loads)))


def _dispatch(
    ctx: Ctx, loads: Sequence[Load], by_load: Sequence[Sequence[WaitingContent]], policies: Policies
) -> list[Outcome]:
    """Issue the goods of loads that may go, and write their shipments."""
    numbers, lines = _drawn(by_load)
    billables = _lock_billables(ctx, lines)
    issued = issue(ctx, [_issue(line, numbers, billables) for line in lines], policies)
    mark_loaded(ctx, {unit: n for n, load_ in zip(numbers, loads, strict=True) for unit in load_.handling_units})
    _write_shipments(ctx, loads, numbers, by_load)
    _write_lines(ctx, numbers, lines, issued)
    if any(billable.trigger == "dispatched" for billable in billables.values()):
        _earn(ctx, numbers, lines, issued)
    _announce(ctx, numbers, lines)
    ctx.running().touched("logistics.shipment", *numbers)
    return [
        Outcome(n, _number(n), "done", "dispatched", f"{len(load_.handling_units)} units dispatched.", {}, n)
        for n, load_ in zip(numbers, loads, strict=True)
    ]


def _number(serial: int) -> str:
    return f"SH-{serial:06d}"


def _by_load(loads: Sequence[Load], contents: Sequence[WaitingContent]) -> list[list[WaitingContent]]:
    place_of = {unit: place for place, load_ in enumerate(loads) for unit in load_.handling_units}
    by_load: list[list[WaitingContent]] = [[] for _ in loads]
    for part in contents:
        if part.handling_unit_id in place_of:
            by_load[place_of[part.handling_unit_id]].append(part)
    return by_load


def _staying(
    ctx: Ctx, loads: Sequence[Load], by_load: Sequence[Sequence[WaitingContent]], policies: Policies
) -> dict[int, Outcome]:
    """Give the loads that cannot go, by their place, each with its reason."""
    stopped = _stopped(ctx, [part for parts in by_load for part in parts], policies)
    named = Counter(unit for load_ in loads for unit in load_.handling_units)
    left = {part.demand_id: part.picked for parts in by_load for part in parts}
    stays = {}
    for place, (load_, parts) in enumerate(zip(loads, by_load, strict=True)):
        label = f"load {place + 1}"
        try:
            _check_load(load_, parts, named)
            if held := next((stopped[part.thread_id] for part in parts if part.thread_id in stopped), None):
                stays[place] = Outcome(place, label, "held", *held)
                continue
            _check_picked(parts, left)
        except DomainError as error:
            stays[place] = Outcome.refusal(place, label, error)
            continue
        for part in parts:
            left[part.demand_id] -= part.quantity
    return stays


def _check_load(load_: Load, parts: Sequence[WaitingContent], named: Mapping[int, int]) -> None:
    """Refuse a load that is none: empty, with a unit that is gone or on another load too, or of several ways."""
    if not load_.handling_units:
        raise InvalidInput("load_empty", "A load needs at least one handling unit.", field="handling_units")
    if twice := sorted({unit for unit in load_.handling_units if named[unit] > 1}):
        codes = sorted({part.sscc for part in parts if part.handling_unit_id in twice}) or map(str, twice)
        told = f"{', '.join(codes)}: it stands on two loads, or twice on one. Say once with which it goes."
        raise InvalidInput("unit_twice", told, field="handling_units", units=twice)
    if missing := sorted(set(load_.handling_units) - {part.handling_unit_id for part in parts}):
        told = f"Handling units {', '.join(map(str, missing))} have left already or are unknown."
        raise RuleViolation("unit_gone", told, field="handling_units", units=missing)
    if len({(part.site_id, part.party_id, part.ship_to_id) for part in parts}) > 1:
        told = "One load goes from one site to one address; split it."
        raise RuleViolation("several_addresses", told, field="handling_units")
    if not load_.carrier and len({part.carrier for part in parts}) > 1:
        ways = ", ".join(sorted({part.carrier or "no carrier" for part in parts}))
        told = f"Its orders go by {ways}; name the carrier that takes the load, or split it."
        raise RuleViolation("several_carriers", told, field="carrier")
    check_length("carrier", load_.carrier, 60)
    check_length("tracking", load_.tracking, 60)


def _check_picked(parts: Sequence[WaitingContent], left: Mapping[int, Decimal]) -> None:
    if over := _too_full(parts, left):
        raise RuleViolation("packed_not_picked", over, field="handling_units")


def _too_full(parts: Sequence[WaitingContent], left: Mapping[int, Decimal]) -> str:
    """Say which unit holds goods that nobody wants any more: they were cancelled, or taken from it, since."""
    sums: dict[int, Decimal] = {}
    for part in parts:
        sums[part.demand_id] = sums.get(part.demand_id, ZERO) + part.quantity
        over = sums[part.demand_id] - left[part.demand_id]
        if over > 0:
            return (
                f"{part.sscc} holds {trimmed(over)} more than is picked for its order: they were cancelled or are gone "
                "since. Unpack it, and pack what is left."
            )
    return ""


def _stopped(ctx: Ctx, contents: Sequence[WaitingContent], policies: Policies) -> dict[int, Stop]:
    """Give what stops the threads of these contents from leaving."""
    threads = {part.thread_id for part in contents if part.thread_id is not None}
    owing = [
        Owing(part.thread_id, part.party_id)
        for part in contents
        if part.thread_id is not None and part.party_id is not None
    ]
    return stopped_threads(ctx, ("ship",), threads, owing, policies)


def _drawn(by_load: Sequence[Sequence[WaitingContent]]) -> tuple[list[int], list[_Line]]:
    """Make one line a load and demand, whatever the units it lies in, and draw the numbers of all in one go."""
    sums: dict[tuple[int, int], Decimal] = {}
    first: dict[tuple[int, int], WaitingContent] = {}
    for place, parts in enumerate(by_load):
        for part in parts:
            key = (place, part.demand_id)
            sums[key] = sums.get(key, ZERO) + part.quantity
            first.setdefault(key, part)
    drawn = draw_many({SHIPMENTS: len(by_load), LINES: len(sums), ISSUE_IDS: len(sums)})
    lines = [
        _Line(place, first[place, demand], quantity, line_id, issue_id)
        for ((place, demand), quantity), line_id, issue_id in zip(
            sums.items(), drawn[LINES], drawn[ISSUE_IDS], strict=True
        )
    ]
    return drawn[SHIPMENTS], lines


def _issue(line: _Line, numbers: Sequence[int], billables: Mapping[tuple[str, int], LockedBillable]) -> NewIssue:
    document = DocumentRef("logistics.shipment", numbers[line.load])
    billable = billables.get((line.part.ref_kind, line.part.ref_id))
    ahead = billable is not None and billable.is_billed_ahead
    return NewIssue(
        line.issue_id, "logistics.shipment_line", line.id, line.part.demand_id, line.quantity, document, ahead
    )


def _write_shipments(
    ctx: Ctx,
    loads: Sequence[Load],
    numbers: Sequence[int],
    by_load: Sequence[Sequence[WaitingContent]],
) -> None:
    records = []
    for place, (number, load_) in enumerate(zip(numbers, loads, strict=True)):
        first = by_load[place][0]
        threads = {part.thread_id for part in by_load[place]}
        records.append(
            (
                number,
                _number(number),
                first.site_id,
                first.party_id,
                first.ship_to_id,
                threads.pop() if len(threads) == 1 else None,
                load_.carrier or first.carrier,
                load_.tracking,
                _service(load_, by_load[place]),
            )
        )
    columns = (
        "id",
        "number",
        "site_id",
        "party_id",
        "ship_to_id",
        "thread_id",
        "carrier",
        "tracking",
        "carrier_service",
    )
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


def _service(load_: Load, parts: Sequence[WaitingContent]) -> str:
    """Give the service by which a load leaves, where its orders agree and nobody named another carrier."""
    services = {part.carrier_service for part in parts}
    return services.pop() if len(services) == 1 and load_.carrier in ("", parts[0].carrier) else ""


def _write_lines(ctx: Ctx, numbers: Sequence[int], lines: Sequence[_Line], issued: Sequence[Issued]) -> None:
    records = [
        (
            line.id,
            numbers[line.load],
            line.part.demand_id,
            line.part.ref_kind,
            line.part.ref_id,
            line.part.thread_id,
            line.part.item_id,
            line.quantity,
            line.issue_id,
            one.is_deferred,
        )
        for line, one in zip(lines, issued, strict=True)
    ]
    columns = (
        "id",
        "shipment_id",
        "demand_id",
        "ref_kind",
        "ref_id",
        "thread_id",
        "item_id",
        "quantity",
        "issue_id",
        "defers_cost",
    )
    constants = {
        "company_id": ctx.company_id,
        "quantity_accepted": ZERO,
        "quantity_refused": ZERO,
        "quantity_back": ZERO,
    }
    writes.append(ShipmentLine, columns, records, constants)


def _lock_billables(ctx: Ctx, lines: Sequence[_Line]) -> dict[tuple[str, int], LockedBillable]:
    """Lock the billable lines, which rank above the stock to be issued; give them by document line."""
    by_kind: dict[str, set[int]] = {}
    for line in lines:
        by_kind.setdefault(line.part.ref_kind, set()).add(line.part.ref_id)
    return {
        (kind, number): line
        for kind, refs in sorted(by_kind.items())
        for number, line in lock_lines(ctx, kind, refs).items()
    }


def _earn(ctx: Ctx, numbers: Sequence[int], lines: Sequence[_Line], issued: Sequence[Issued]) -> None:
    by_kind: dict[str, list[Fact]] = {}
    for line, one in zip(lines, issued, strict=True):
        fact = Fact(
            line.part.ref_id,
            line.quantity,
            "logistics.shipment_line",
            one.ref_id,
            _number(numbers[line.load]),
            one.issue_id if one.is_deferred else None,
        )
        by_kind.setdefault(line.part.ref_kind, []).append(fact)
    for kind, facts in by_kind.items():
        earn(ctx, kind, facts, trigger="dispatched")


def _announce(ctx: Ctx, numbers: Sequence[int], lines: Sequence[_Line]) -> None:
    for kind in sorted({line.part.ref_kind for line in lines}):
        refs = sorted({line.part.ref_id for line in lines if line.part.ref_kind == kind})
        for chunk in chunks(refs):
            announce(ctx, ShipmentsDispatched(tuple(numbers[:500]), kind, chunk))
