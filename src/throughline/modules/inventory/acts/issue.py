"""Goods issue: picked goods leave the site for a customer, with their cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Policies
from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import change_balances, change_demands, change_positions
from throughline.modules.inventory.acts.value import NewValue, book, running
from throughline.modules.inventory.domain.valuing import take_in_order
from throughline.modules.inventory.locks import AllocationFacts, LockedDemand
from throughline.modules.inventory.models import Allocation, Issue
from throughline.modules.inventory.policies import COST_OF_SALES
from throughline.modules.inventory.queries.places import places
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act

#: The sequence of issues, from which callers draw.
ISSUE_IDS = "inventory_issue_id_seq"


@dataclass(frozen=True, slots=True)
class NewIssue:
    """A shipment line that leaves: all that is picked of a demand, or so much of it.

    `id` is drawn by the caller (`ISSUE_IDS`) together with its own. What `is_billed_ahead` has no billing to come for
    which its cost could wait.
    """

    id: int
    ref_kind: str
    ref_id: int
    demand_id: int
    quantity: Decimal
    document: DocumentRef
    is_billed_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """What left on a shipment line and what it cost."""

    issue_id: int
    ref_id: int
    demand_id: int
    quantity: Decimal
    value: Decimal
    is_deferred: bool


@act
def issue(ctx: Ctx, lines: Sequence[NewIssue], policies: Policies) -> list[Issued]:
    """Take picked goods out of stock at the moving average and book their cost; seven statements, any number.

    Cost of sales at issue, or deferred until billed, by the company's policy; at issue where it was billed before.
    """
    if not lines:
        return []
    demands = locks.demands(ctx, (line.demand_id for line in lines))
    positions = locks.positions(ctx, {demand.key for demand in demands.values()})
    taken = _take_picked(lines, locks.picked_goods(ctx, demands), demands)
    pools = locks.pools(ctx, {demand.item_id for demand in demands.values()})
    worths = take_in_order(running(pools), ((demands[line.demand_id].item_id, line.quantity) for line in lines))
    waits = policies.ask(COST_OF_SALES).answer.recognise == "deferred"
    deferred = [waits and not line.is_billed_ahead for line in lines]
    _write_issues(ctx, lines, worths, demands, taken, deferred)
    _write_stock(ctx, taken, demands)
    change_positions(
        positions, ((demands[line.demand_id].key, (-line.quantity, ZERO, -line.quantity)) for line in lines)
    )
    change_demands((line.demand_id, ZERO, -line.quantity, -line.quantity, line.quantity) for line in lines)
    changes = [
        NewValue(
            demands[line.demand_id].item_id,
            -line.quantity,
            -worth,
            line.document,
            "SNI" if later else "COGS",
            line.id,
            demands[line.demand_id].thread_id,
            demands[line.demand_id].site_id,
        )
        for line, worth, later in zip(lines, worths, deferred, strict=True)
    ]
    book(ctx, "issue", "Goods issue", changes, pools)
    return [
        Issued(line.id, line.ref_id, line.demand_id, line.quantity, worth, later)
        for line, worth, later in zip(lines, worths, deferred, strict=True)
    ]


#: shipment line, the allocation it takes from, how much
Taken = tuple[NewIssue, AllocationFacts, Decimal]


def _take_picked(
    lines: Sequence[NewIssue], picked: Sequence[AllocationFacts], demands: Mapping[int, LockedDemand]
) -> list[Taken]:
    """Take each line's quantity from the picked allocations of its demand, in their order."""
    left = {facts.id: facts.quantity for facts in picked}
    by_demand: dict[int, list[AllocationFacts]] = {}
    for facts in picked:
        by_demand.setdefault(facts.demand_id, []).append(facts)
    taken: list[Taken] = []
    for line in lines:
        wanted = line.quantity
        for facts in by_demand.get(line.demand_id, ()):
            quantity = min(wanted, left[facts.id])
            if quantity > 0:
                left[facts.id] -= quantity
                wanted -= quantity
                taken.append((line, facts, quantity))
        if wanted > 0:
            raise RuleViolation(
                "not_picked",
                f"{trimmed(line.quantity)} cannot leave: {trimmed(demands[line.demand_id].picked)} is picked.",
                demand=line.demand_id,
            )
    return taken


def _write_issues(
    ctx: Ctx,
    lines: Sequence[NewIssue],
    worths: Sequence[Decimal],
    demands: Mapping[int, LockedDemand],
    taken: Sequence[Taken],
    deferred: Sequence[bool],
) -> None:
    lots: dict[int, set[int | None]] = {}
    for line, facts, _ in taken:
        lots.setdefault(line.ref_id, set()).add(facts.lot_id)
    records = []
    for line, worth, later in zip(lines, worths, deferred, strict=True):
        demand = demands[line.demand_id]
        lot = next(iter(lots[line.ref_id])) if len(lots[line.ref_id]) == 1 else None
        records.append(
            (
                line.id,
                demand.item_id,
                demand.site_id,
                demand.id,
                demand.thread_id,
                line.ref_kind,
                line.ref_id,
                lot,
                line.quantity,
                worth,
                later,
            )
        )
    columns = (
        "id",
        "item_id",
        "site_id",
        "demand_id",
        "thread_id",
        "ref_kind",
        "ref_id",
        "lot_id",
        "quantity",
        "value",
        "is_deferred",
    )
    counters = ("delivered", "refused", "returned", "lost", "recognised")
    constants = {
        "company_id": ctx.company_id,
        "issued_on": ctx.today,
        "value_back": ZERO,
        "value_recognised": ZERO,
        **{f"quantity_{counter}": ZERO for counter in counters},
    }
    writes.append(Issue, columns, records, constants)


def _write_stock(ctx: Ctx, taken: Sequence[Taken], demands: Mapping[int, LockedDemand]) -> None:
    known = places(ctx)
    by_allocation: dict[int, Decimal] = {}
    quantities = {facts.id: facts.quantity for _, facts, _ in taken}
    for _, facts, quantity in taken:
        by_allocation[facts.id] = by_allocation.get(facts.id, ZERO) + quantity
    writes.delete(Allocation, [number for number, out in by_allocation.items() if out == quantities[number]])
    rest = [(n, quantities[n] - out) for n, out in by_allocation.items() if out < quantities[n]]
    writes.update(Allocation, "id", ("quantity",), rest)
    change_balances((facts.balance_id, -quantity, -quantity) for _, facts, quantity in taken)
    write_moves(
        ctx,
        "issue",
        [
            NewMove(
                item_id=facts.item_id,
                lot_id=facts.lot_id,
                quantity=quantity,
                from_location_id=facts.location_id,
                to_location_id=known.at(facts.site_id, "outbound"),
                case_id=line.id,
                demand_id=line.demand_id,
                thread_id=demands[line.demand_id].thread_id,
                source=(line.document.kind, line.document.id),
            )
            for line, facts, quantity in taken
        ],
    )
