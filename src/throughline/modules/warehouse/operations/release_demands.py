"""Releasing demands to the floor: allocation and pick tasks."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import Duty, StandingHold, load, standing_holds
from throughline.kernel.quantity import plain
from throughline.modules.inventory.public import ALLOCATING, Allocations, allocate, places
from throughline.modules.warehouse.acts.tasks import make_picks
from throughline.modules.warehouse.events import DemandsReleased
from throughline.modules.warehouse.models import Release
from throughline.modules.warehouse.queries.demands import demand_threads
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.release_demands", permission="warehouse.release", duty=Duty.SHIPPING)
def release_demands(ctx: Ctx, *, demands: Sequence[int]) -> Outcomes:
    """Allocate demands by rank and make their pick tasks, whatever made the demands.

    What is held at allocation or release stays out, with the hold named; what stock does not cover stays promised.
    """
    threads = demand_threads(ctx, demands)
    held = _held(ctx, threads)
    free = [number for number in demands if number in threads and number not in held]
    given = allocate(ctx, free, load(ctx, ALLOCATING))
    if given.made:
        site_id = given.demands[given.made[0].demand_id].site_id
        number = ctx.running().operation_id
        constants = {
            "company_id": ctx.company_id,
            "at": ctx.now,
            "released_by": ctx.actor_id,
            "operation_id": number,
        }
        writes.append(Release, ("id", "site_id"), [(number, site_id)], constants)
        make_picks(ctx, number, given.made, given.demands, places(ctx))
        _announce(ctx, given)
    ctx.running().touched("inventory.demand", *free)
    return Outcomes(_outcome(number, given, held, threads) for number in demands)


def _held(ctx: Ctx, threads: Mapping[int, int | None]) -> dict[int, StandingHold]:
    known = [thread for thread in set(threads.values()) if thread is not None]
    stopped = {
        hold.subject_id: hold for hold in standing_holds(ctx, "thread", known) if hold.stage in ("allocate", "release")
    }
    return {number: stopped[thread] for number, thread in threads.items() if thread in stopped}


def _announce(ctx: Ctx, given: Allocations) -> None:
    by_kind: dict[str, set[int]] = {}
    for part in given.made:
        demand = given.demands[part.demand_id]
        by_kind.setdefault(demand.ref_kind, set()).add(demand.ref_id)
    for kind, ids in by_kind.items():
        for chunk in chunks(sorted(ids)):
            announce(ctx, DemandsReleased(kind, chunk))


def _outcome(
    number: int, given: Allocations, held: Mapping[int, StandingHold], threads: Mapping[int, int | None]
) -> Outcome:
    if number in held:
        return Outcome(number, f"demand {number}", "held", held[number].code, held[number].message)
    if number not in threads:
        return Outcome(number, f"demand {number}", "refused", "demand_unknown", "There is no such demand.")
    demand, left = given.demands[number], given.left[number]
    label = f"{demand.ref_kind} {demand.ref_id}"
    if demand.open == 0:
        return Outcome(number, label, "skipped", "nothing_open", "Everything is released already.")
    if left == demand.open:
        message = f"Nothing of {plain(demand.open)} could be allocated; it stays promised."
        return Outcome(number, label, "skipped", "no_stock", message)
    facts = {"allocated": str(demand.open - left), "left": str(left)}
    if left > 0:
        message = f"{plain(demand.open - left)} allocated, {plain(left)} on backorder."
        return Outcome(number, label, "done", "partial", message, facts, number)
    return Outcome(number, label, "done", "allocated", f"{plain(demand.open)} allocated.", facts, number)
