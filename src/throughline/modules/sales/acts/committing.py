"""What a confirmed line becomes elsewhere: a need, a promised day, a line that may be billed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from throughline.governance.public import sites
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import BILLING, NewBillable
from throughline.modules.inventory.public import NewDemand, Promised, dated
from throughline.modules.sales import locks
from throughline.modules.sales.acts.judge import Bench, Case
from throughline.modules.sales.policies import RANKING, SUPPLY, TRANSPORT
from throughline.platform.operations import Ctx

LINE = "sales.order_line"


def must_be_covered(case: Case, bench: Bench) -> bool:
    """Say whether policy refuses what neither stock nor a known supply covers, and nobody approved it."""
    asked = bench.policies.ask(SUPPLY, **policy_facts(case))
    return asked.answer.unsupplied == "block" and "no_supply" not in case.approved


def policy_facts(case: Case) -> dict[str, object]:
    """Give what policies are asked about an order with."""
    return {
        "customer": case.order.party_id,
        "customer_group": case.customer.group,
        "service_class": case.order.service_class,
        "channel": case.order.channel,
        "site": case.order.site_id,
    }


def rank_of(case: Case, bench: Bench) -> int:
    """Give the place in line of an order."""
    return bench.policies.ask(RANKING, **policy_facts(case)).answer.rank


class Roads:
    """How long goods of orders are under way, by carrier or policy, in working days of the site that sends them."""

    def __init__(self, ctx: Ctx, judged: Sequence[Case], bench: Bench) -> None:
        self.days = {case.order.id: _under_way(case, bench) for case in judged}
        known = sites(ctx) if any(self.days.values()) else {}
        self.calendars = {number: place.calendar for number, place in known.items()}

    def arrives(self, order: locks.LockedOrder, line: locks.LockedLine, leaves: date | None) -> date | None:
        """Give the day on which a line that leaves on a day is promised to arrive: never before it is wanted."""
        if leaves is None:
            return None
        calendar = self.calendars.get(order.site_id)
        return max(line.requested_on, calendar.plus(leaves, self.days[order.id]) if calendar else leaves)

    def ship_on(self, order: locks.LockedOrder, wanted: date) -> date | None:
        """Give the day on which goods must leave to be there when they are wanted; None where it is that day."""
        calendar, days = self.calendars.get(order.site_id), self.days[order.id]
        return calendar.minus(wanted, days) if calendar and days else None


def _under_way(case: Case, bench: Bench) -> int:
    if case.order.transit_days is not None:
        return case.order.transit_days
    return bench.policies.ask(TRANSPORT, **policy_facts(case)).answer.days


def demand_of(case: Case, line: locks.LockedLine, bench: Bench, roads: Roads) -> NewDemand:
    """Give the need of a line of goods."""
    order = case.order
    return NewDemand(
        ref_kind=LINE,
        ref_id=line.id,
        site_id=order.site_id,
        item_id=line.item_id,
        quantity=line.quantity_stock,
        due_on=line.requested_on,
        thread_id=order.thread_id,
        party_id=order.party_id,
        ship_to_id=order.ship_to_id,
        group_id=order.id,
        service_class=order.service_class,
        rank=rank_of(case, bench),
        ship_complete=order.ship_complete,
        unit_value=(line.unit_price or ZERO) / line.unit_factor,
        carrier_service_id=order.carrier_service_id,
        ship_on=roads.ship_on(order, line.requested_on),
        cut_off=order.cut_off,
    )


def promised_day(case: Case, line: locks.LockedLine, promised: Promised | None, roads: Roads) -> date | None:
    """Give the day by which all of a line is promised to arrive: never before it is wanted."""
    if promised is None:
        return line.requested_on
    return roads.arrives(case.order, line, dated(promised.pieces)[-1][0])


def first_pass(promised: Promised | None) -> Decimal | None:
    """Give what stock covered at once: the fact behind first-pass fill, frozen now."""
    if promised is None:
        return None
    return sum((piece.quantity for piece in promised.pieces if piece.source == "stock"), ZERO)


def billable_of(case: Case, line: locks.LockedLine, bench: Bench) -> NewBillable:
    """Give what a line entitles the company to bill."""
    order, customer = case.order, case.customer
    decision = bench.policies.ask(BILLING, **policy_facts(case))
    policy = decision.answer
    return NewBillable(
        ref_kind=LINE,
        ref_id=line.id,
        party_id=order.party_id,
        ship_to_id=order.ship_to_id,
        thread_id=order.thread_id,
        order_label=order.number,
        customer_po=order.customer_po,
        item_id=line.item_id,
        item_code=line.item_code,
        description=line.description,
        quantity=line.quantity_stock,
        unit=line.unit,
        unit_factor=line.unit_factor,
        unit_price=line.unit_price or ZERO,
        currency=order.currency,
        tax_category=line.tax_category,
        customer_tax_category=customer.tax_category,
        revenue_role="REV" if line.is_stocked else "REVF",
        trigger=policy.trigger if line.is_stocked else "ordered",
        grouping=policy.grouping,
        frequency=policy.frequency,
        committed=line.gross,
        policy=decision.why(),
    )
