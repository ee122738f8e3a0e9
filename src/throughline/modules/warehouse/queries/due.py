"""What policy releases by itself, and when: over what waits, what it could get, and what holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.governance.public import Policies, SiteFacts, load, sites, standing_holds
from throughline.kernel.policy import Decision
from throughline.modules.warehouse.domain.due import Departure, cut_off_at, opens_at
from throughline.modules.warehouse.policies import RELEASING, Releasing
from throughline.modules.warehouse.queries.waiting import WaitingLine, WaitingOrder, waiting_lines, waiting_orders
from throughline.modules.warehouse.queries.waves import waves_holding
from throughline.platform.operations import Ctx

#: A transaction holds a thousand lines; what is left goes with the next look.
LINES = 1_000


@dataclass(frozen=True, slots=True)
class Timed:
    """An order that waits: by when it has to leave, and from when policy releases it by itself, by which rule."""

    order: WaitingOrder
    cut_off: datetime
    opens: datetime | None
    decision: Decision[Releasing]


def timed(orders: Sequence[WaitingOrder], site: SiteFacts, policies: Policies) -> list[Timed]:
    """Say of each order by when it has to leave and when it goes by itself; no statement."""
    found = []
    for order in orders:
        cut_off = cut_off_at(order.ship_on, order.cut_off or site.cut_off, site.calendar, site.timezone)
        decision = policies.ask(
            RELEASING,
            site=site.id,
            customer=order.party_id,
            carrier=order.carrier or None,
            service_class=order.service_class,
        )
        answer = decision.answer
        found.append(Timed(order, cut_off, opens_at(answer.when, answer.minutes_before, cut_off), decision))
    return found


def held_threads(ctx: Ctx, lines: Sequence[WaitingLine]) -> dict[int, str]:
    """Give the code of what holds the threads of lines before their release, by thread."""
    threads = sorted({line.thread_id for line in lines if line.thread_id is not None})
    return {
        hold.subject_id: hold.code
        for hold in standing_holds(ctx, "thread", threads)
        if hold.stage in ("allocate", "release")
    }


def due_now(ctx: Ctx, site: SiteFacts, policies: Policies) -> list[Departure]:
    """Gather what is due at a site by now and could go, by carrier and cut-off; what waits in a wave goes with it."""
    if not policies.rules[RELEASING.name]:
        return []
    lines = waiting_lines(ctx, site.id)
    orders = [order for order in waiting_orders(lines, held_threads(ctx, lines)) if order.can_go]
    holding = waves_holding(ctx, [line.demand_id for order in orders for line in order.lines])
    going: dict[tuple[str, datetime, str], tuple[Timed, list[int]]] = {}
    room = LINES
    for one in sorted(timed(orders, site, policies), key=lambda each: (each.cut_off, each.order.rank, each.order.id)):
        demands = [line.demand_id for line in one.order.lines]
        if one.opens is None or one.opens > ctx.now or len(demands) > room or holding.keys() & set(demands):
            continue
        room -= len(demands)
        key = (one.order.carrier, one.cut_off, one.decision.rule_name)
        going.setdefault(key, (one, []))[1].extend(demands)
    return [_departure(one, demands) for one, demands in going.values()]


def _departure(one: Timed, demands: Sequence[int]) -> Departure:
    answer = one.decision.answer
    return Departure(
        one.order.carrier, one.cut_off, one.decision.rule_name, answer.when, answer.minutes_before, demands
    )


def sites_due(ctx: Ctx) -> Mapping[int, int]:
    """Give the sites at which something is due by now, with how many lines of it; reads only."""
    policies = load(ctx, RELEASING)
    if not policies.rules[RELEASING.name]:
        return {}
    due = {number: sum(len(one.demands) for one in due_now(ctx, site, policies)) for number, site in sites(ctx).items()}
    return {number: lines for number, lines in due.items() if lines}
