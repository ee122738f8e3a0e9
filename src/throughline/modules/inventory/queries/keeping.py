"""How long the lots that demands get must still keep, by customer and item: the day until which, and who says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.governance.public import Policies
from throughline.modules.catalog.public import items
from throughline.modules.inventory.policies import ALLOCATING, KEEPING
from throughline.modules.parties.public import customers
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Keeps:
    """The day until which a lot must keep to serve a demand; whether a person may let a shorter one go; the rule."""

    until: date
    days: int
    by_reason: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Asking:
    id: int
    site_id: int
    item_id: int
    party_id: int | None
    service_class: str
    due_on: date


def keeping_of(ctx: Ctx, demand_ids: Iterable[int], policies: Policies) -> dict[int, Keeps]:
    """Give until when lots must keep for demands; no statement where no rule names a customer or an item, else three.

    Days count from when goods are wanted, or from today where that has passed: what the customer gets must keep with
    the customer.
    """
    least = policies.ask(ALLOCATING)
    floor = ctx.today + timedelta(days=least.answer.min_remaining_days)
    numbers = list(demand_ids)
    if not policies.rules[KEEPING.name]:
        return dict.fromkeys(numbers, Keeps(floor, least.answer.min_remaining_days, False, least.rule_name))
    found = select(
        _Asking,
        """SELECT id, site_id, item_id, party_id, service_class, due_on FROM inventory_demand
           WHERE company_id = %s AND id = ANY(%s)""",
        [ctx.company_id, numbers],
    )
    goods = items({one.item_id for one in found})
    parties = customers(ctx, {one.party_id for one in found if one.party_id is not None})
    families: Mapping[int, int | None] = {number: item.family_id for number, item in goods.items()}
    keeps = {}
    for one in found:
        decision = policies.ask(
            KEEPING,
            item=one.item_id,
            family=families.get(one.item_id),
            customer=one.party_id,
            customer_group=parties[one.party_id].group if one.party_id in parties else None,
            service_class=one.service_class,
            site=one.site_id,
        )
        days = decision.answer.days
        until = max(one.due_on, ctx.today) + timedelta(days=days) if days else floor
        asked = until >= floor
        keeps[one.id] = Keeps(
            max(until, floor),
            days if asked and days else least.answer.min_remaining_days,
            decision.answer.shorter == "reason",
            decision.rule_name if asked and days else least.rule_name,
        )
    return keeps
