"""Judging quotes before they become orders: findings, what approvals override, what credit allows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from throughline.governance.public import Finding, Policies, approved_codes, load
from throughline.kernel.money import ZERO
from throughline.kernel.plain import plain
from throughline.modules.billing.public import BILLING
from throughline.modules.catalog.public import ItemFacts, items
from throughline.modules.inventory.public import ALLOCATING, KEEPING, PROMISING, average_costs
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.modules.sales.domain.checks import CheckedLine, CheckedOrder, credit_finding, document_findings
from throughline.modules.sales.locks import LockedLine, LockedOrder
from throughline.modules.sales.policies import DISCOUNT_LIMIT, DUPLICATES, MARGIN_FLOOR, RANKING, SUPPLY, TRANSPORT
from throughline.modules.settlement.public import Credit
from throughline.platform.operations import Ctx

#: What is asked about an order, from its lines to its promises and its bill.
KINDS = (
    MARGIN_FLOOR,
    DISCOUNT_LIMIT,
    DUPLICATES,
    SUPPLY,
    RANKING,
    TRANSPORT,
    PROMISING,
    KEEPING,
    ALLOCATING,
    BILLING,
)


@dataclass(frozen=True, slots=True)
class Case:
    """An order before its judges: its lines, its customer, its digest and what was found so far."""

    order: LockedOrder
    lines: Sequence[LockedLine]
    customer: CustomerFacts
    digest: str
    approved: frozenset[str]
    findings: list[Finding] = field(default_factory=list)

    @property
    def blocks(self) -> list[Finding]:
        """The findings that stop the order: blocks that nobody approved for the order as it is."""
        return [finding for finding in self.findings if finding.blocks and finding.code not in self.approved]


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging needs, read once for all orders."""

    policies: Policies
    items: Mapping[int, ItemFacts]
    costs: Mapping[int, Decimal]


def read_bench(ctx: Ctx, lines: Mapping[int, Sequence[LockedLine]]) -> Bench:
    """Read policies, items and costs: three statements."""
    wanted = {line.item_id for order in lines.values() for line in order}
    policies = load(ctx, *KINDS)
    return Bench(policies, items(wanted), average_costs(ctx, wanted))


def cases(
    ctx: Ctx,
    orders: Mapping[int, LockedOrder],
    lines: Mapping[int, Sequence[LockedLine]],
    bench: Bench,
    *,
    asked: bool = False,
    also: Mapping[int, Finding] | None = None,
) -> list[Case]:
    """Judge each order by itself: everything but credit and supply; `also` was found by looking beyond the order.

    Approvals are read only where something stops, or where they may have been `asked` for.
    """
    parties = customers(ctx, {order.party_id for order in orders.values()})
    digests = {number: digest(order, lines[number]) for number, order in orders.items()}
    found = {
        number: document_findings(_checked(ctx, order, lines[number], parties[order.party_id], bench))
        for number, order in orders.items()
    }
    for number, finding in (also or {}).items():
        found[number].append(finding)
    stopped = {
        number: digests[number]
        for number, order in orders.items()
        if asked or order.is_held or any(finding.blocks for finding in found[number])
    }
    approved = approved_codes(ctx, "sales.order", stopped) if stopped else {}
    return [
        Case(
            order,
            lines[number],
            parties[order.party_id],
            digests[number],
            frozenset(approved.get(number, ())),
            found[number],
        )
        for number, order in orders.items()
    ]


def judge_credit(
    judged: Sequence[Case], credits: Mapping[int, Credit], rises: Mapping[int, Decimal] | None = None
) -> None:
    """Judge exposure order by order, each raising it for the next of the same customer.

    `rises` gives by order what it raises exposure by where that is not all of it.
    """
    raised: dict[int, Decimal] = {}
    for case in judged:
        if case.blocks:
            continue
        party = case.order.party_id
        gross = case.order.gross if rises is None else rises[case.order.id]
        credit = credits[party]
        exposure = credit.exposure + raised.get(party, ZERO)
        case.findings.extend(credit_finding(gross, exposure, credit.credit_limit, case.customer.name))
        if not case.blocks:
            raised[party] = raised.get(party, ZERO) + gross


def digest(order: LockedOrder, lines: Sequence[LockedLine]) -> str:
    """Give what an approval is bound to: party, terms of the lines, nothing that may change without meaning."""
    content = [order.id, order.party_id, order.currency, [line.content() for line in lines]]
    return hashlib.sha256(json.dumps(plain(content)).encode()).hexdigest()


def _checked(
    ctx: Ctx, order: LockedOrder, ordered: Sequence[LockedLine], customer: CustomerFacts, bench: Bench
) -> CheckedOrder:
    lines = []
    for line in ordered:
        item = bench.items[line.item_id]
        facts = {
            "item": item.id,
            "family": item.family_id,
            "customer": customer.party_id,
            "customer_group": customer.group,
            "service_class": order.service_class,
            "channel": order.channel,
            "site": order.site_id,
        }
        floor = bench.policies.ask(MARGIN_FLOOR, **facts)
        limit = bench.policies.ask(DISCOUNT_LIMIT, **facts)
        lines.append(
            CheckedLine(
                line_no=line.line_no,
                item_code=line.item_code,
                item_state=item.state,
                is_stocked=line.is_stocked,
                quantity=line.quantity,
                unit_factor=line.unit_factor,
                unit_price=line.unit_price,
                base_price=line.base_price,
                discount_percent=line.discount_percent,
                unit_cost=bench.costs.get(item.id),
                net=line.net,
                margin_floor=floor.answer.percent,
                margin_policy=floor.rule_name,
                discount_limit=limit.answer.percent,
                discount_policy=limit.rule_name,
                requested_on=line.requested_on,
            )
        )
    return CheckedOrder(
        number=order.number,
        party_name=customer.name,
        party_block=customer.block,
        requires_po=customer.requires_customer_po,
        customer_po=order.customer_po,
        minimum_net=customer.minimum_order_net,
        net=order.net,
        gross=order.gross,
        lines=lines,
        today=ctx.today,
    )
