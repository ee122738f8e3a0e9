"""Releasing demands to the floor: allocation and pick tasks."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from throughline.governance.public import Duty, Policies, load
from throughline.kernel.errors import InvalidInput
from throughline.kernel.quantity import plain
from throughline.modules.inventory.public import ALLOCATING, METHODS, QUOTA, Allocations, allocate, places
from throughline.modules.settlement.public import CREDIT_CHECK, Owing, Stop, stopped_threads
from throughline.modules.warehouse.acts.announcing import announce_released
from throughline.modules.warehouse.acts.tasks import make_picks
from throughline.modules.warehouse.models import Release
from throughline.modules.warehouse.permissions import CHOOSE
from throughline.modules.warehouse.queries.demands import DemandRoot, demand_roots
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.release_demands", permission="warehouse.release", duty=Duty.SHIPPING)
def release_demands(
    ctx: Ctx,
    *,
    demands: Sequence[int],
    method: str = "",
    complete_only: bool = False,
    wave: str = "",
    cut_off: datetime | None = None,
) -> Outcomes:
    """Allocate demands by rank and make their pick tasks, whatever made the demands.

    What is held at allocation or release stays out, with the hold named, and so does what credit stops by now; what
    stock does not cover stays promised. Who may choose shares what is short by another `method` than the policy's
    (rank, first_come, equal, proportional, quota), or gives each demand all or nothing (`complete_only`); the claims
    keep who chose it.
    A `wave` is the name under which the picks are known together, `cut_off` when they must be done.
    """
    if method or complete_only:
        ctx.demand(CHOOSE)
    if method and method not in METHODS:
        told = f"“{method[:40]}” is no method; use {', '.join(METHODS)}."
        raise InvalidInput("method_unknown", told, field="method")
    roots = demand_roots(ctx, demands)
    policies = load(ctx, ALLOCATING, QUOTA, CREDIT_CHECK)
    held = _held(ctx, roots, policies)
    free = [number for number in demands if number in roots and number not in held]
    given = allocate(ctx, free, policies, method=method, complete_only=complete_only, share=True)
    if given.made:
        site_id = given.demands[given.made[0].demand_id].site_id
        number = ctx.running().operation_id
        constants = {
            "company_id": ctx.company_id,
            "at": ctx.now,
            "released_by": ctx.actor_id,
            "operation_id": number,
        }
        record = (number, site_id, wave.strip()[:60], cut_off)
        writes.append(Release, ("id", "site_id", "name", "cut_off"), [record], constants)
        make_picks(ctx, number, given.made, given.demands, places(ctx))
        announce_released(ctx, given)
    ctx.running().touched("inventory.demand", *free)
    return Outcomes(_outcome(number, given, held, roots) for number in demands)


def _held(ctx: Ctx, roots: Mapping[int, DemandRoot], policies: Policies) -> dict[int, Stop]:
    """Give what stops demands: credit as it is now, and whatever else holds their threads."""
    owing = [
        Owing(root.thread_id, root.party_id, root.service_class)
        for root in roots.values()
        if root.thread_id is not None and root.party_id is not None
    ]
    threads = {root.thread_id for root in roots.values() if root.thread_id is not None}
    stopped = stopped_threads(ctx, ("allocate", "release"), threads, owing, policies)
    return {number: stopped[root.thread_id] for number, root in roots.items() if root.thread_id in stopped}


def _outcome(number: int, given: Allocations, held: Mapping[int, Stop], roots: Mapping[int, DemandRoot]) -> Outcome:
    if number in held:
        return Outcome(number, f"demand {number}", "held", *held[number])
    if number not in roots:
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
