"""Handing demands to the floor in batches: what holds them, what stock covers of them, and their pick tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from psycopg.types.json import Jsonb

from throughline.governance.public import Policies, load
from throughline.modules.inventory.public import ALLOCATING, KEEPING, QUOTA, Allocations, allocate, places
from throughline.modules.settlement.public import CREDIT_CHECK, Stop
from throughline.modules.warehouse.acts.announcing import announce_released
from throughline.modules.warehouse.acts.stopping import stopped_at_release
from throughline.modules.warehouse.acts.tasks import make_picks
from throughline.modules.warehouse.models import Release
from throughline.modules.warehouse.queries.demands import DemandRoot, demand_roots
from throughline.platform.database import writes
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Batch:
    """Demands that become one release, under its number; `why` where policy released them."""

    release_id: int
    demands: Sequence[int]
    name: str = ""
    cut_off: datetime | None = None
    why: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of demands: what they are, what holds some of them, what was allocated and what is left."""

    roots: Mapping[int, DemandRoot]
    held: Mapping[int, Stop]
    given: Allocations


def hand_over(ctx: Ctx, batches: Sequence[Batch], *, method: str = "", complete_only: bool = False) -> HandedOver:
    """Allocate all demands by rank in one line and make each batch a release of its own, where anything went.

    What is held, or what credit stops by now, stays out. Statements do not grow with batches or demands.
    """
    demands = [number for batch in batches for number in batch.demands]
    roots = demand_roots(ctx, demands)
    policies = load(ctx, ALLOCATING, KEEPING, QUOTA, CREDIT_CHECK)
    held = _held(ctx, roots, policies)
    free = [number for number in demands if number in roots and number not in held]
    given = allocate(ctx, free, policies, method=method, complete_only=complete_only, share=True)
    if given.made:
        release_of = {number: batch.release_id for batch in batches for number in batch.demands}
        _write(ctx, batches, given, release_of)
        make_picks(ctx, release_of, given.made, given.demands, places(ctx))
        announce_released(ctx, given)
    ctx.running().touched("inventory.demand", *free)
    return HandedOver(roots, held, given)


def _write(ctx: Ctx, batches: Sequence[Batch], given: Allocations, release_of: Mapping[int, int]) -> None:
    sites = {release_of[part.demand_id]: given.demands[part.demand_id].site_id for part in given.made}
    records = [
        (batch.release_id, sites[batch.release_id], batch.name.strip()[:60], batch.cut_off, Jsonb(dict(batch.why)))
        for batch in batches
        if batch.release_id in sites
    ]
    constants = {
        "company_id": ctx.company_id,
        "at": ctx.now,
        "released_by": ctx.actor_id,
        "operation_id": ctx.running().operation_id,
    }
    writes.append(Release, ("id", "site_id", "name", "cut_off", "why"), records, constants)


def _held(ctx: Ctx, roots: Mapping[int, DemandRoot], policies: Policies) -> dict[int, Stop]:
    """Give what stops demands: credit as it is now, and whatever else holds their threads."""
    stopped = stopped_at_release(ctx, roots.values(), policies)
    return {number: stopped[root.thread_id] for number, root in roots.items() if root.thread_id in stopped}
