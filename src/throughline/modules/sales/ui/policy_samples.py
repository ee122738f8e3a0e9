"""Orders on which a rule of a policy can be tried before it is saved."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.public import Case, Samples, word_choices
from throughline.modules.billing.public import BILLING
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import KEEPING, PROMISING
from throughline.modules.parties.public import customers, party_names
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.policies import (
    CARRIER,
    CHANNELS,
    DISCOUNT_LIMIT,
    DUPLICATES,
    MARGIN_FLOOR,
    RANKING,
    SUPPLY,
    TRANSPORT,
)
from throughline.modules.sales.queries.lists import OrderFilter, order_page
from throughline.modules.sales.queries.orders import numbers_of
from throughline.modules.sales.queries.policy_cases import Asking, channels_used, lines_asking, orders_asking
from throughline.modules.settlement.public import CREDIT_CHECK
from throughline.platform.operations import Ctx
from throughline.platform.ui import Lookup, Option, record_url


def _cases(ctx: Ctx, found: Sequence[Asking]) -> list[Case]:
    """Give the facts that each tells; two statements for any number."""
    known = customers(ctx, {one.party_id for one in found})
    goods = items({one.item_id for one in found if one.item_id})
    cases = []
    for one in found:
        customer, item = known.get(one.party_id), goods.get(one.item_id)
        facts = {
            "customer": one.party_id,
            "customer_group": customer.group if customer else "",
            "service_class": one.service_class,
            "channel": one.channel,
            "country": one.country,
            "site": one.site_id,
        }
        label = one.number
        if item:
            facts |= {"item": item.id, "family": item.family_id}
            label = f"{one.number} line {one.line_no}, {item.code}"
        cases.append(Case(label, facts, record_url("orders", one.order_id)))
    return cases


def _made_up(ctx: Ctx, values: Mapping[str, int]) -> Case:
    facts: dict[str, Any] = {}
    words = []
    customer = customers(ctx, [values["customer"]]).get(values["customer"]) if "customer" in values else None
    if customer:
        facts |= {
            "customer": customer.party_id,
            "customer_group": customer.group,
            "service_class": customer.service_class,
            "country": customer.country,
        }
        words.append(customer.name)
    item = items([values["item"]]).get(values["item"]) if "item" in values else None
    if item:
        facts |= {"item": item.id, "family": item.family_id}
        words.append(item.code)
    return Case(" buying ".join(words), facts)


def channels(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the channels that are known, and others that orders came through before they had to be."""
    known = word_choices(ctx, CHANNELS)
    return known + [(one, one) for one in sorted(set(channels_used(ctx)) - {word for word, _ in known})]


BY_LINE = Samples(
    frozenset({MARGIN_FLOOR.name, DISCOUNT_LIMIT.name, PROMISING.name, KEEPING.name}),
    "order lines",
    "orders",
    of_document=lambda ctx, order: _cases(ctx, lines_asking(ctx, order)),
    of_open=lambda ctx: _cases(ctx, lines_asking(ctx)),
    of_values=_made_up,
)

BY_ORDER = Samples(
    frozenset(kind.name for kind in (BILLING, CARRIER, DUPLICATES, RANKING, SUPPLY, TRANSPORT, CREDIT_CHECK)),
    "orders",
    "orders",
    of_document=lambda ctx, order: _cases(ctx, orders_asking(ctx, order)),
    of_open=lambda ctx: _cases(ctx, orders_asking(ctx)),
    of_values=_made_up,
)


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    found = order_page(ctx, OrderFilter(search=words), limit=12)
    names = party_names({one.party_id for one in found})
    return [Option(one.id, one.number, names.get(one.party_id, "")) for one in found]


def _known(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    return {order: Option(order, number) for order, number in numbers_of(values).items()}


ORDERS = Lookup("orders", _find, _known, READ)
