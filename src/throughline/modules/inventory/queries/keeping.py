"""How long the lots that demands get must still keep, by customer and item: the day until which, and who says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from throughline.governance.public import Policies
from throughline.modules.catalog.public import items
from throughline.modules.inventory.policies import ALLOCATING, KEEPING, Keeping
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


class Asking(Protocol):
    """A demand as the policy sees it."""

    @property
    def site_id(self) -> int: ...
    @property
    def item_id(self) -> int: ...
    @property
    def party_id(self) -> int | None: ...
    @property
    def service_class(self) -> str: ...
    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class _Open:
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
        _Open,
        """SELECT id, site_id, item_id, party_id, service_class, due_on FROM inventory_demand
           WHERE company_id = %s AND id = ANY(%s)""",
        [ctx.company_id, numbers],
    )
    keeps = {}
    for one, (answer, rule) in zip(found, _decided(ctx, found, policies), strict=True):
        days = answer.days
        until = _wanted(ctx, one) + timedelta(days=days) if days else floor
        asked = until >= floor
        keeps[one.id] = Keeps(
            max(until, floor),
            days if asked and days else least.answer.min_remaining_days,
            answer.shorter == "reason",
            rule if asked and days else least.rule_name,
        )
    return keeps


def keep_until(ctx: Ctx, demands: Sequence[Asking], policies: Policies) -> list[date | None]:
    """Give for demands, in their order, until when the goods that they are promised must keep; None asks for nothing.

    What release will ask for on the day on which they are wanted. No statement where no rule asks, else two.
    """
    least = policies.ask(ALLOCATING).answer.min_remaining_days
    if policies.rules[KEEPING.name]:
        days = [max(answer.days, least) for answer, _ in _decided(ctx, demands, policies)]
    else:
        days = [least] * len(demands)
    return [
        _wanted(ctx, one) + timedelta(days=asked) if asked else None for one, asked in zip(demands, days, strict=True)
    ]


def _wanted(ctx: Ctx, one: Asking) -> date:
    return max(one.due_on, ctx.today)


def _decided(ctx: Ctx, asking: Sequence[Asking], policies: Policies) -> list[tuple[Keeping, str]]:
    """Give the answer for each, and the rule that gave it."""
    goods = items({one.item_id for one in asking})
    parties = customers(ctx, {one.party_id for one in asking if one.party_id is not None})
    families: Mapping[int, int | None] = {number: item.family_id for number, item in goods.items()}
    decisions = [
        policies.ask(
            KEEPING,
            item=one.item_id,
            family=families.get(one.item_id),
            customer=one.party_id,
            customer_group=parties[one.party_id].group if one.party_id in parties else None,
            service_class=one.service_class,
            site=one.site_id,
        )
        for one in asking
    ]
    return [(decision.answer, decision.rule_name) for decision in decisions]
