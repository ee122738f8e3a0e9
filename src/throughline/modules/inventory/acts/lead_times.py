"""The day that policy lets be promised although nothing is in sight: to a new demand, or one that lost its goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from throughline.governance.public import Policies, load, sites
from throughline.modules.inventory.acts.leaving import Asking, hours_of, leavings
from throughline.modules.inventory.domain.leaving import Leaving
from throughline.modules.inventory.domain.promising import LeadTime
from throughline.modules.inventory.locks import Key, LockedDemand, LockedPosition
from throughline.modules.inventory.policies import PROMISING
from throughline.modules.inventory.queries.leaving import carrier_cut_offs
from throughline.platform.operations import Ctx


def lead_times(
    ctx: Ctx, demands: Sequence[Asking], policies: Policies, starts: Mapping[int, Leaving]
) -> dict[int, LeadTime]:
    """Give the date at which policy lets each demand be promised although nothing is known, by its place."""
    asked = {
        index: policies.ask(PROMISING, item=demand.item_id, site=demand.site_id, service_class=demand.service_class)
        for index, demand in enumerate(demands)
    }
    days = {i: one.answer.lead_time_days for i, one in asked.items() if one.answer.lead_time_days is not None}
    known = sites(ctx) if days else {}
    first = {index: starts[index].on if index in starts else ctx.today for index in days}
    waits = {(demands[index].site_id, first[index], wait) for index, wait in days.items()}
    dates = {(site, day, wait): known[site].calendar.plus(day, wait) for site, day, wait in waits}
    return {
        index: LeadTime(
            dates[demands[index].site_id, first[index], wait],
            {"lead_time_days": str(wait), "from": str(first[index]), "policy": asked[index].rule_name},
        )
        for index, wait in days.items()
    }


@dataclass(frozen=True, slots=True)
class _Lost:
    """A demand that asks anew, as a new one would."""

    site_id: int
    item_id: int
    service_class: str
    cut_off: time | None


def lead_times_of(
    ctx: Ctx, demands: Sequence[LockedDemand], positions: Mapping[Key, LockedPosition]
) -> dict[int, LeadTime]:
    """Give by demand the date that a new promise of it would get if nothing were in sight; none where policy has none.

    One statement, three where policy has a lead time.
    """
    policies = load(ctx, PROMISING)
    asking = [_Lost(one.site_id, one.item_id, one.service_class, None) for one in demands]
    if not lead_times(ctx, asking, policies, {}):
        return {}
    cut_offs = carrier_cut_offs(ctx, [demand.id for demand in demands])
    asking = [_Lost(d.site_id, d.item_id, d.service_class, cut_offs.get(d.id)) for d in demands]
    starts = leavings(ctx, asking, policies, hours_of(positions.values()))
    return {demands[place].id: lead for place, lead in lead_times(ctx, asking, policies, starts).items()}
