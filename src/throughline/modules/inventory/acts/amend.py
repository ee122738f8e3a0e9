"""Amending demands whose document changed: more of it, another day, another address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from throughline.governance.public import Policies
from throughline.kernel.money import ZERO
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.leaving import hours_of
from throughline.modules.inventory.acts.promise import (
    NewDemand,
    There,
    claim_pieces,
    lots_for,
    planned,
    with_keeping,
)
from throughline.modules.inventory.domain.promising import Piece
from throughline.modules.inventory.models import Demand
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class AmendedDemand:
    """What a demand is from now on: how much more, by when, where to, by which carrier, its worth a stock unit."""

    demand_id: int
    raised: Decimal
    due_on: date
    ship_to_id: int | None
    unit_value: Decimal
    service_class: str = "standard"
    carrier_service_id: int | None = None
    ship_on: date | None = None
    cut_off: time | None = None


@act
def amend_demands(ctx: Ctx, amended: Sequence[AmendedDemand], policies: Policies) -> dict[int, tuple[Piece, ...]]:
    """Change demands and promise what they rise by, in the order given; give the new pieces by demand.

    What was promised or allocated before stays as it is; less is `cut_demands`. Demands, positions and supplies are
    locked here, or were by whoever cut first.
    """
    if not amended:
        return {}
    demands = locks.demands(ctx, (one.demand_id for one in amended))
    needs = with_keeping(ctx, [_need(one, demands[one.demand_id]) for one in amended], policies)
    columns = ("due_on", "ship_to_id", "unit_value", "carrier_service_id", "ship_on")
    records = [
        (one.demand_id, *(getattr(one, name) for name in columns), need.keeps_until, one.raised)
        for one, need in zip(amended, needs, strict=True)
    ]
    writes.update(Demand, "id", (*columns, "keeps_until"), records, add=("quantity",))
    needs = [need for need in needs if need.quantity > ZERO]
    if not needs:
        return {}
    positions = locks.positions(ctx, {(need.site_id, need.item_id) for need in needs})
    arriving = [key for key, position in positions.items() if position.incoming > 0]
    supplies = locks.supplies_of(ctx, arriving) if arriving else []
    free = {key: position.free for key, position in positions.items()}
    there = There(free, supplies, hours_of(positions.values()), lots_for(ctx, needs))
    pieces = planned(ctx, needs, there, policies)
    ids = [one.demand_id for one in amended if one.raised > ZERO]
    claim_pieces(ctx, list(zip(needs, ids, pieces, strict=True)), positions)
    return {number: tuple(parts) for number, parts in zip(ids, pieces, strict=True)}


def _need(one: AmendedDemand, demand: locks.LockedDemand) -> NewDemand:
    risen = NewDemand(demand.ref_kind, demand.ref_id, demand.site_id, demand.item_id, one.raised, one.due_on)
    return replace(
        risen,
        party_id=demand.party_id,
        service_class=one.service_class,
        ship_complete=demand.ship_complete,
        cut_off=one.cut_off,
    )
