"""Looking for deliveries that should have arrived and of which nobody has heard."""

from throughline.governance.public import Duty, load, sites
from throughline.modules.logistics.acts.late import Late, tell_late
from throughline.modules.logistics.domain.lateness import expected_on, is_late
from throughline.modules.logistics.operations.record_milestones import ON_THE_WAY
from throughline.modules.logistics.policies import DELIVERING
from throughline.modules.logistics.queries.watching import OnTheWay, on_the_way
from throughline.platform.operations import Ctx, operation


@operation("logistics.watch_deliveries", permission="logistics.shipment.track", duty=Duty.SHIPPING)
def watch_deliveries(ctx: Ctx) -> int:
    """Tell transport of shipments whose expected day has passed without proof; give how many were late and new.

    Policy says how many working days a shipment may take, from when it left last. Each is told once and closes itself
    when it is proved. A thousand are looked at, the oldest first; the next look takes the others.
    """
    shipments = on_the_way(ctx, ctx.today)
    if not shipments:
        return 0
    policies, known = load(ctx, DELIVERING), sites(ctx)
    late = []
    for one in shipments:
        decision = policies.ask(DELIVERING, site=one.site_id, customer=one.party_id)
        days = decision.answer.days
        if days is None:
            continue
        expected = expected_on(one.left_on, days, known[one.site_id].calendar)
        if is_late(expected, ctx.today):
            facts = {"expected": str(expected), "left": str(one.left_on), "carrier": one.carrier, **decision.why()}
            late.append(Late(one.id, one.thread_id, _title(one, str(expected)), facts, one.site_id, one.party_id))
    tell_late(ctx, late)
    ctx.running().touched("logistics.shipment", *(one.shipment_id for one in late))
    return len(late)


def _title(one: OnTheWay, expected: str) -> str:
    by = f" with {one.carrier}" if one.carrier else ""
    heard = ON_THE_WAY.get(one.last, "")
    last = f", last heard: {heard}{f' ({one.note})' if one.note else ''}" if heard else ", nothing heard since"
    return f"{one.number}{by} was expected by {expected}{last}"
