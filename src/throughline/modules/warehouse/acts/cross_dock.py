"""Cross-docking: who waits for goods gets them at the dock, in the transaction that receives them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from throughline.governance.public import Policies, load
from throughline.kernel.money import ZERO
from throughline.modules.inventory.public import (
    ALLOCATING,
    KEEPING,
    QUOTA,
    ArrivedStock,
    Awaiting,
    allocate,
    awaiting,
    places,
)
from throughline.modules.settlement.public import CREDIT_CHECK
from throughline.modules.warehouse.acts.announcing import announce_released
from throughline.modules.warehouse.acts.stopping import stopped_at_release
from throughline.modules.warehouse.acts.tasks import make_picks
from throughline.modules.warehouse.policies import CROSS_DOCKING
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class AtTheDock:
    """Who may have arriving goods at the dock: how much each demand waits for, and by which policy it gets them."""

    waited: Mapping[int, Decimal]
    whys: Mapping[int, Mapping[str, Any]]
    policies: Policies


@act
def waiting_at_dock(ctx: Ctx, keys: Collection[tuple[int, int]]) -> AtTheDock | None:
    """Say who waits for goods of (site, item) pairs and may have them at the dock; nobody where policy wants none.

    Comes before anything is locked: what credit or a hold stops is left out, as at every release.
    """
    policies = load(ctx, CROSS_DOCKING, CREDIT_CHECK, ALLOCATING, KEEPING, QUOTA)
    if not policies.rules[CROSS_DOCKING.name]:
        return None
    found: dict[int, Awaiting] = {}
    whys: dict[int, Mapping[str, Any]] = {}
    for one in awaiting(ctx, keys):
        decision = policies.ask(
            CROSS_DOCKING, item=one.item_id, customer=one.party_id, service_class=one.service_class, site=one.site_id
        )
        window = decision.answer.window_days
        if window is not None and one.due_on <= ctx.today + timedelta(days=window):
            found[one.demand_id] = one
            whys[one.demand_id] = {**decision.why(), "method": "cross_dock"}
    stopped = stopped_at_release(ctx, list(found.values()), policies) if found else {}
    waited = {number: one.quantity for number, one in found.items() if one.thread_id not in stopped}
    return AtTheDock(waited, whys, policies) if waited else None


@act
def serve_at_dock(ctx: Ctx, due: AtTheDock | None, site_ids: Collection[int]) -> Decimal:
    """Allocate what has just arrived at the docks of sites to who waited for it, and make the picks; give how much.

    Comes after promises were fitted to what arrived: the peg has become a promise on this stock, which becomes the
    allocation. Nobody else can take the goods in between, for it is one transaction.
    """
    if due is None:
        return ZERO
    known = places(ctx)
    docks = frozenset(known.at(site, "dock") for site in site_ids)
    given = allocate(ctx, sorted(due.waited), due.policies, arrived=ArrivedStock(docks, due.waited, due.whys))
    if given.made:
        make_picks(ctx, {}, given.made, given.demands, known)
        announce_released(ctx, given)
    return sum((part.quantity for part in given.made), ZERO)
