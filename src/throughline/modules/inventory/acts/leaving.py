"""From which day on each demand can leave its site: cut-off and handling days, as carrier, site and policy say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Protocol
from zoneinfo import ZoneInfo

from throughline.governance.public import Policies, sites
from throughline.modules.inventory.domain.leaving import Leaving, leaving
from throughline.modules.inventory.locks import LockedPosition, SiteHours
from throughline.modules.inventory.policies import PROMISING
from throughline.platform.operations import Ctx


class Asking(Protocol):
    """A demand that asks from when on it can leave."""

    @property
    def site_id(self) -> int:
        """Where it leaves."""

    @property
    def item_id(self) -> int:
        """What is wanted."""

    @property
    def service_class(self) -> str:
        """How it is served."""

    @property
    def cut_off(self) -> time | None:
        """Until when goods of a day leave with its carrier; None where that is not known."""


def hours_of(positions: Iterable[LockedPosition]) -> dict[int, SiteHours]:
    """Give the hours of the sites of positions: they came with their lock, at no statement of their own."""
    return {position.site_id: position.hours for position in positions}


def leavings(
    ctx: Ctx, demands: Sequence[Asking], policies: Policies, hours: Mapping[int, SiteHours]
) -> dict[int, Leaving]:
    """Give, by place, when demands can leave that cannot leave today; calendars are read only where one cannot."""
    late: dict[int, tuple[time, time | None]] = {}
    for place, demand in enumerate(demands):
        site = hours.get(demand.site_id)
        if site is None:
            continue
        asked = policies.ask(PROMISING, item=demand.item_id, site=demand.site_id, service_class=demand.service_class)
        cut_off = _cut_off(asked.answer.cut_off, demand.cut_off or site.cut_off)
        clock = ctx.now.astimezone(ZoneInfo(site.timezone)).time()
        if site.handling_days or (cut_off is not None and clock >= cut_off):
            late[place] = (clock, cut_off)
    if not late:
        return {}
    known = sites(ctx)
    return {
        place: leaving(ctx.today, clock, cut_off, known[number].calendar, hours[number].handling_days)
        for place, (clock, cut_off) in late.items()
        for number in [demands[place].site_id]
    }


def _cut_off(policy: str, usual: time | None) -> time | None:
    """Give the cut-off that counts: the policy's where it says one, else the usual one of carrier or site."""
    if not policy:
        return usual
    return None if policy == "none" else time.fromisoformat(policy)
